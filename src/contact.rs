//! Telephone numbers, e-mail and web addresses, postcodes and opening hours, as they are in the UK.
