//! What a pathway compiles to.

pub mod dot;
pub mod json;
