//! The laws of the store, a file for each.

mod law_01_reads_see_writes;
mod law_02_glitch_free_and_whole;
mod law_03_one_write_turn;
mod law_03_user_code_under_the_lock;
mod law_04_cut_off;
mod law_05_notifications;
mod law_06_flush;
mod law_07_transactions;
mod law_08_only_what_is_needed;
mod law_09_errors_stay_local;
mod law_10_stores_are_values;
mod law_11_deterministic;
mod law_11_registration;
mod law_12_no_unsafe;
