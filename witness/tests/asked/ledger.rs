//! The published files of an invented ledger, served from memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use proof::tile::Growth;

/// Files by path, as they stand on the web.
pub type Files = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

/// The files of these leaves.
pub fn files(leaves: &[Vec<u8>]) -> BTreeMap<String, Vec<u8>> {
    let mut growth = Growth::default();
    for leaf in leaves {
        growth.push(leaf).expect("a leaf of fitting length");
    }
    growth.take_files().into_iter().map(|(path, bytes)| (path.to_string(), bytes)).collect()
}

/// Serves the files on a free port; gives the address.
pub async fn serve(files: Files) -> String {
    let app = Router::new().route("/{*path}", axum::routing::get(file)).with_state(files);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}")
}

async fn file(State(files): State<Files>, Path(path): Path<String>) -> Result<Vec<u8>, StatusCode> {
    files.lock().expect("no holder panics").get(&path).cloned().ok_or(StatusCode::NOT_FOUND)
}
