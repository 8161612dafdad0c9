//! The published contract.
