//! What pathways mean, case by case.

mod conditions;
mod gets;
mod order;
mod ways;
