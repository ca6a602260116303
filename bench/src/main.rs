//! Benchmarks of the pool: `bench pool [COUNT]` saves experts in bulk, `bench lists [COUNT]` asks for lists with fifty
//! officers at once, `bench ledger [COUNT]` numbers, compares and saves them, `bench import [COUNT]` imports two files of them,
//! `bench recusal [COUNT]` decides by every rule who of the demo's experts may be drawn,
//! `bench registry [COUNT]` states the registry of a day and opens what was kept of it.
//! `DATABASE_URL` names a database of their own.

mod graph;
mod http;
mod import;
mod ledger;
mod lists;
mod people;
mod pool;
mod recusal;
mod registry;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next().unwrap_or_default();
    let count: u64 = arguments.next().map_or(Ok(100_000), |count| count.parse())?;
    let app = pool::open().await?;
    match what.as_str() {
        "pool" => {
            let took = pool::fill(&app, count).await?;
            println!("saving the missing of {count} experts: {:.1} s", took.as_secs_f64());
            let (count, took) = pool::walk(&app).await?;
            println!("loading and digesting {count} experts: {:.1} s", took.as_secs_f64());
        }
        "ledger" => {
            pool::fill(&app, count).await?;
            let (turn, took) = ledger::number(&app).await?;
            println!("numbering and signing, {turn:?}: {:.1} s", took.as_secs_f64());
            println!("comparing the database: {:.1} s", ledger::verify(&app).await?.as_secs_f64());
            let (wrote, read, bytes) = ledger::save(&app).await?;
            let (wrote, read) = (wrote.as_secs_f64(), read.as_secs_f64());
            println!("backup of {} MB: {wrote:.1} s, looking through it: {read:.1} s", bytes / 1_000_000);
        }
        "lists" => {
            pool::fill(&app, count).await?;
            lists::run(&app, count).await?;
        }
        "import" => import::run(&app, count).await?,
        "recusal" => recusal::run(&app, count).await?,
        "registry" => registry::run(&app, count).await?,
        _ => anyhow::bail!("bench pool | lists | ledger | import | recusal | registry [COUNT]"),
    }
    Ok(())
}
