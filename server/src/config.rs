//! One typed configuration: defaults, then `DATA_DIR/hengjian.toml` (or `--config`), then `HENGJIAN_SECTION__KEY`,
//! then the three short names. Every field is explained in `ops/hengjian.toml`; a test holds the two together.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use proof::note::VerifierKey;
use serde::{Deserialize, Serialize};

/// Everything a centre can set.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    pub server: ServerConfig,
    pub database: DatabaseConfig,
    pub ledger: LedgerConfig,
    pub witness: WitnessConfig,
    pub expert: ExpertConfig,
    pub log: LogConfig,
    pub demo: DemoConfig,
    /// Where keys, the managed database and published files stand; not in the file.
    #[serde(skip)]
    pub data_dir: PathBuf,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServerConfig {
    /// Address of the service.
    pub listen: SocketAddr,
    /// Address of metrics and health for the administrators' network.
    pub admin_listen: SocketAddr,
    /// PEM file with the certificate chain; with `tls_key` the service speaks TLS.
    pub tls_certificate: Option<PathBuf>,
    /// PEM file with the private key of the certificate.
    pub tls_key: Option<PathBuf>,
    /// Addresses of reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// True when browsers reach the service through TLS that a proxy ends: cookies become `Secure`.
    pub behind_tls: bool,
    /// Largest upload in bytes.
    pub upload_limit_bytes: usize,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct DatabaseConfig {
    /// `postgres://…` of a PostgreSQL server; without it the managed local one is used.
    pub url: Option<String>,
    /// Folder with `bin/postgres` for the managed one; found by itself when absent.
    pub postgres_dir: Option<PathBuf>,
    /// User that runs the managed PostgreSQL when the server is started as root.
    pub run_as: Option<String>,
    /// Connections of one server process.
    pub connection_count: u32,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct LedgerConfig {
    /// Name under which the ledger is known to verifiers for ever, for example `jy.example.gov.cn/430000`.
    pub origin: String,
    /// Entries numbered in one batch at most.
    pub batch_count: u32,
    /// How many of the cosigners must sign a checkpoint before a draw goes on; 0 stands for all of them.
    pub cosigner_count: u32,
    /// Who cosigns the ledger: the supervising department's witness, and others where there are any.
    pub cosigners: Vec<Cosigner>,
}

/// Somebody who cosigns the ledger.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Cosigner {
    /// Address below which it answers, such as http://10.1.2.3:7070.
    pub address: String,
    /// Its verifier key, as the anchor lists it.
    pub key: String,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct WitnessConfig {
    /// Address below which the supervising department's witness answers; without it nothing is drawn.
    pub address: Option<String>,
    /// File with the key by which the witness knows this server; without a leading slash, in the data directory.
    pub key_file: Option<PathBuf>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ExpertConfig {
    /// First ten characters of every expert number: the platform's id.
    pub platform: String,
    /// Eleventh character: the pool.
    pub pool: String,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogConfig {
    /// `text` for people, `json` for collectors.
    pub format: LogFormat,
    /// Filter such as `info` or `hengjian=debug,info`.
    pub filter: String,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    Text,
    Json,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct DemoConfig {
    /// Seed from which the demo data is made; the same seed makes the same people.
    pub seed: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            server: ServerConfig::default(),
            database: DatabaseConfig::default(),
            ledger: LedgerConfig::default(),
            witness: WitnessConfig::default(),
            expert: ExpertConfig::default(),
            log: LogConfig::default(),
            demo: DemoConfig::default(),
            data_dir: PathBuf::from("./data"),
        }
    }
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            admin_listen: SocketAddr::from(([127, 0, 0, 1], 8081)),
            tls_certificate: None,
            tls_key: None,
            trusted_proxies: Vec::new(),
            behind_tls: false,
            upload_limit_bytes: 64 * 1024 * 1024,
        }
    }
}

impl Default for DatabaseConfig {
    fn default() -> Self {
        Self { url: None, postgres_dir: None, run_as: None, connection_count: 24 }
    }
}

impl Default for LedgerConfig {
    fn default() -> Self {
        let origin = "hengjian.invalid/430000".to_owned();
        Self { origin, batch_count: 4096, cosigner_count: 0, cosigners: Vec::new() }
    }
}

impl LedgerConfig {
    /// How many cosignatures a checkpoint needs.
    pub fn policy(&self) -> usize {
        let all = self.cosigners.len();
        if self.cosigner_count == 0 { all } else { self.cosigner_count as usize }
    }
}

impl Default for ExpertConfig {
    fn default() -> Self {
        Self { platform: "4300000001".to_owned(), pool: "1".to_owned() }
    }
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { format: LogFormat::Text, filter: "info,sqlx=warn".to_owned() }
    }
}

impl Default for DemoConfig {
    fn default() -> Self {
        Self { seed: 20_261_124 }
    }
}

impl Config {
    /// Reads the configuration for `data_dir`; `file` overrides the file inside it, `environment` is `std::env::vars`.
    pub fn load(data_dir: &Path, file: Option<&Path>, environment: &BTreeMap<String, String>) -> anyhow::Result<Self> {
        let default_file = data_dir.join("hengjian.toml");
        let mut table = match file {
            Some(file) => read_table(file)?,
            None if default_file.exists() => read_table(&default_file)?,
            None => toml::Table::new(),
        };
        for (name, value) in environment {
            merge_variable(&mut table, name, value)?;
        }
        let mut config: Self =
            table.try_into().context("the configuration has a field that is not known or not of its type")?;
        config.data_dir = data_dir.to_owned();
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> anyhow::Result<()> {
        if self.server.tls_certificate.is_some() != self.server.tls_key.is_some() {
            bail!("server.tls_certificate and server.tls_key belong together: give both or neither");
        }
        if self.ledger.origin.is_empty() || self.ledger.origin.contains(['+', ' ', '\n']) {
            bail!("ledger.origin is a name without blanks and without '+', for example jy.example.gov.cn/430000");
        }
        if self.witness.address.is_some() != self.witness.key_file.is_some() {
            bail!("witness.address and witness.key_file belong together: give both or neither");
        }
        if self.ledger.policy() > self.ledger.cosigners.len() {
            bail!("ledger.cosigner_count is larger than the number of ledger.cosigners");
        }
        if let Some(bad) = self.ledger.cosigners.iter().find(|cosigner| cosigner.key.parse::<VerifierKey>().is_err()) {
            bail!(
                "ledger.cosigners: the key of {} is not a verifier key; take the line `cosigner` that it printed",
                bad.address
            );
        }
        Ok(())
    }

    /// The file with the key for the witness, when there is a witness.
    pub fn witness_key_file(&self) -> Option<PathBuf> {
        self.witness.key_file.as_ref().map(|file| self.data_dir.join(file))
    }

    /// True when browsers talk TLS to us, directly or through a proxy.
    pub fn secure_cookies(&self) -> bool {
        self.server.tls_certificate.is_some() || self.server.behind_tls
    }

    /// The effective values as TOML, with secrets masked.
    pub fn masked(&self) -> anyhow::Result<String> {
        let mut shown = self.clone();
        if let Some(url) = &mut shown.database.url {
            *url = "postgres://…masked…".to_owned();
        }
        Ok(toml::to_string_pretty(&shown)?)
    }
}

fn read_table(file: &Path) -> anyhow::Result<toml::Table> {
    let text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    text.parse().with_context(|| format!("{} is not TOML", file.display()))
}

fn merge_variable(table: &mut toml::Table, name: &str, value: &str) -> anyhow::Result<()> {
    let Some(name) = name.strip_prefix("HENGJIAN_") else { return Ok(()) };
    let path = match name {
        "DATA_DIR" | "CONFIG" => return Ok(()),
        "LISTEN" => ("server".to_owned(), "listen".to_owned()),
        "ADMIN_LISTEN" => ("server".to_owned(), "admin_listen".to_owned()),
        "SEED" => ("demo".to_owned(), "seed".to_owned()),
        other => match other.split_once("__") {
            Some((section, key)) => (section.to_lowercase(), key.to_lowercase()),
            None => bail!("HENGJIAN_{other} is not a setting; settings are named HENGJIAN_SECTION__KEY"),
        },
    };
    let section = table.entry(path.0).or_insert_with(|| toml::Value::Table(toml::Table::new()));
    let toml::Value::Table(section) = section else { bail!("HENGJIAN_{name}: the section is not a table") };
    section.insert(path.1, typed(value));
    Ok(())
}

/// A value of the environment as TOML would read it; what is no TOML value is text.
fn typed(value: &str) -> toml::Value {
    match format!("x = {value}").parse::<toml::Table>() {
        Ok(mut table) => table.remove("x").expect("the key was just written"),
        Err(_) => toml::Value::String(value.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(pairs: &[(&str, &str)]) -> anyhow::Result<Config> {
        let environment = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Config::load(Path::new("/nonexistent"), None, &environment)
    }

    #[test]
    fn the_environment_wins_and_is_typed() {
        let config =
            load(&[("HENGJIAN_LISTEN", "0.0.0.0:9000"), ("HENGJIAN_DATABASE__CONNECTION_COUNT", "7")]).expect("valid");
        assert_eq!(config.server.listen.port(), 9000);
        assert_eq!(config.database.connection_count, 7);
    }

    #[test]
    fn the_documented_file_holds_every_field_with_its_default() {
        let text = include_str!("../../ops/hengjian.toml");
        let documented: Config = text.parse::<toml::Table>().expect("TOML").try_into().expect("known fields");
        assert_eq!(
            toml::to_string(&documented).expect("printable"),
            toml::to_string(&Config::default()).expect("printable")
        );
        let optional = text
            .replace("# tls_", "tls_")
            .replace("# url", "url")
            .replace("# postgres_dir", "postgres_dir")
            .replace("# run_as", "run_as")
            .replace("# address", "address")
            .replace("# key_file", "key_file");
        let all: toml::Table = optional.parse().expect("TOML");
        let full: Config = all.clone().try_into().expect("known fields");
        assert_eq!(keys(&toml::Table::try_from(full).expect("a table")), keys(&all), "a field is not documented");
    }

    fn keys(table: &toml::Table) -> Vec<String> {
        let names = |(section, fields): (&String, &toml::Value)| -> Vec<String> {
            fields.as_table().expect("a section").keys().map(|key| format!("{section}.{key}")).collect()
        };
        table.iter().flat_map(names).collect()
    }

    #[test]
    fn an_unknown_setting_is_refused_by_name() {
        assert!(load(&[("HENGJIAN_SERVER__LISTN", "x")]).is_err());
        assert!(load(&[("HENGJIAN_SERVR", "x")]).is_err());
    }

    #[test]
    fn a_certificate_without_its_key_is_refused() {
        assert!(load(&[("HENGJIAN_SERVER__TLS_KEY", "/key.pem")]).is_err());
    }

    #[test]
    fn the_printed_configuration_hides_the_database_password() {
        let config = load(&[("HENGJIAN_DATABASE__URL", "postgres://u:secret@h/d")]).expect("valid");
        assert!(!config.masked().expect("printable").contains("secret"));
    }
}
