//! TLS by certificate files, with openssl's certificate and curl as the client.

use std::path::Path;
use std::process::Command;

use super::process::{Folder, Server, complaint, hengjian, run};

#[test]
fn with_certificate_files_the_service_speaks_tls() {
    let folder = Folder::new();
    let (certificate, key) = self_signed(&folder.0);
    let mut command = hengjian(&folder.0.join("data"));
    command.env("HENGJIAN_SERVER__TLS_CERTIFICATE", &certificate).env("HENGJIAN_SERVER__TLS_KEY", &key);
    let server = Server::from(command);
    assert!(server.address.starts_with("https://127.0.0.1:"), "{}", server.address);
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--show-error", "--fail", "--tlsv1.2", "--cacert", &certificate])
        .arg(format!("{}/healthz", server.address));
    let output = run(curl);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "ok", "{}", complaint(&output));
}

#[test]
fn a_certificate_that_is_none_is_refused_by_its_name() {
    let folder = Folder::new();
    let (certificate, key) = self_signed(&folder.0);
    std::fs::write(&certificate, "not a certificate").expect("our folder");
    let mut command = hengjian(&folder.0.join("data"));
    command.env("HENGJIAN_SERVER__TLS_CERTIFICATE", &certificate).env("HENGJIAN_SERVER__TLS_KEY", &key).arg("serve");
    let output = run(command);
    assert!(!output.status.success());
    assert!(complaint(&output).contains(&certificate), "{}", complaint(&output));
}

fn self_signed(folder: &Path) -> (String, String) {
    let [certificate, key] = ["chain.pem", "key.pem"].map(|name| folder.join(name).display().to_string());
    let mut openssl = Command::new("openssl");
    openssl.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]);
    openssl.args([
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-keyout",
        &key,
        "-out",
        &certificate,
    ]);
    let output = run(openssl);
    assert!(output.status.success(), "{}", complaint(&output));
    (certificate, key)
}
