//! Every test that needs more than one file of the library.

mod resolve;
