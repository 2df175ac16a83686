package dev.dataapi.customer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.dataapi.lookup.CacheProperties;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Customers by id, each remembered for a while on its own; an id without a customer is
 * remembered too.
 */
@Component
class RememberedCustomers {

	private final CustomerRepository repository;

	private final Cache<Long, Optional<Customer>> cache;

	RememberedCustomers(CustomerRepository repository, CacheProperties properties, ObjectProvider<Ticker> ticker) {
		this.repository = repository;
		this.cache = Caffeine.newBuilder()
			.expireAfterWrite(properties.ttl())
			.maximumSize(properties.rows())
			.ticker(ticker.getIfAvailable(Ticker::systemTicker))
			.recordStats()
			.build();
	}

	/**
	 * Finds the customers of the ids; only those not remembered are read, all in one
	 * round trip.
	 * @param ids the ids
	 * @return the customers that exist, in the order of the ids
	 */
	List<Customer> find(CustomerIds ids) {
		Map<Long, Optional<Customer>> found = this.cache.getAll(ids.values(), this::load);
		return ids.values().stream().map(found::get).flatMap(Optional::stream).toList();
	}

	private Map<Long, Optional<Customer>> load(Set<? extends Long> keys) {
		Map<Long, Optional<Customer>> loaded = HashMap.newHashMap(keys.size());
		keys.forEach((key) -> loaded.put(key, Optional.empty()));
		this.repository.findAll(List.copyOf(keys))
			.forEach((customer) -> loaded.put(customer.key(), Optional.of(customer)));
		return loaded;
	}

}
