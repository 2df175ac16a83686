package dev.dataapi.warehouse;

import dev.dataapi.cache.Source;

/**
 * A source whose statements run on one of the two lanes, which alone may cache its
 * values.
 *
 * @param <K> the key
 * @param <L> the lane
 */
public interface LaneSource<K, L extends Lane> extends Source<K> {

}
