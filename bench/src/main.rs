//! Benchmarks of the pool: `bench pool [COUNT]` saves experts in bulk. `DATABASE_URL` names a database of its own.

mod people;
mod pool;

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
        _ => anyhow::bail!("bench pool [COUNT]"),
    }
    Ok(())
}
