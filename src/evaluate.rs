//! What a family gets.
