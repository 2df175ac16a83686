package dev.dataapi.endpoint;

import java.util.List;
import java.util.function.Function;

import dev.dataapi.access.Access;
import dev.dataapi.cache.CacheMode;
import dev.dataapi.cache.CachePolicy;
import dev.dataapi.cache.CachedResponse;
import dev.dataapi.cache.ReadException;
import dev.dataapi.cache.ReadThroughCache;
import dev.dataapi.cache.Representation;
import dev.dataapi.cache.Source;
import dev.dataapi.warehouse.Lane;
import dev.dataapi.warehouse.LaneSource;
import dev.dataapi.warehouse.WarehouseTemplate;

/**
 * A read that the service answers: a cache over a source, under a path.
 * <p>
 * What the service can do with an endpoint, it can do with each, whether it is written in
 * Java or declared in a file.
 *
 * @param <K> what a request asks for: the key of a row, or the parameters of a report
 * @param name the name in logs, metrics and requests to invalidate
 * @param path the path's pattern, relative to where the service is mounted
 * @param cache answers reads
 * @param description what the API's description says of it
 * @param access what it asks of its callers
 */
public record Endpoint<K>(String name, String path, ReadThroughCache<K> cache, Description description, Access access) {

	/** Makes an endpoint whose cache has the policy of its lane. */
	public static <K, L extends Lane> Endpoint<K> of(String name, String path, LaneSource<K, L> source, L lane,
			Description description) {
		return new Endpoint<>(name, path, Lane.cache(name, source, lane), description, Access.ANY);
	}

	/**
	 * Makes an endpoint with a policy of its own.
	 * @param source makes the source from what runs its statements, each within the
	 * policy's deadline
	 */
	public static <K> Endpoint<K> of(String name, String path, Function<WarehouseTemplate, Source<K>> source, Lane lane,
			CachePolicy policy, Description description) {
		return new Endpoint<>(name, path, lane.cache(name, policy, source), description, Access.ANY);
	}

	/** The same, for the callers whom an access lets in. */
	public Endpoint<K> with(Access access) {
		return new Endpoint<>(this.name, this.path, this.cache, this.description, access);
	}

	/**
	 * Answers with the values that the keys have, in the keys' order.
	 * @throws ReadException if there is no answer for one of the keys
	 */
	public CachedResponse array(List<K> keys, CacheMode mode, Format format) {
		return this.cache.array(keys, mode, representation(format));
	}

	/**
	 * Answers with the value of a key that has one.
	 * @throws ReadException if there is no answer
	 */
	public CachedResponse value(K key, CacheMode mode, Format format) {
		return this.cache.value(key, mode, representation(format));
	}

	private Representation representation(Format format) {
		return format.representation(this.name, this.description);
	}

}
