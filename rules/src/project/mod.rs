//! What a tenderee asks for: a project with its lots and parties, the panel that one lot needs, and how such a request is filed,
//! approved and drawn for, once.

pub mod slot;
