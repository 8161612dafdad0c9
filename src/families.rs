//! Every family, one after another.
