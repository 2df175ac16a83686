/**
 * Look-ups by key made fast, between a feature's controller and its repository: rows are
 * remembered, a key is loaded once however many callers miss it, and loads are batched
 * into few round trips. Knows keys and rows, neither what they mean nor where they come
 * from.
 * <p>
 * To read in this order: {@link dev.dataapi.lookup.LookupEngine} is what callers see and
 * answers from {@code LookupCache}; what is missing there {@code BatchLoader} loads, in
 * the order that {@code LoadQueue} decides.
 */
@NullMarked
package dev.dataapi.lookup;

import org.jspecify.annotations.NullMarked;
