package dev.dataapi.warehouse;

import dev.dataapi.cache.CacheConfiguration;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.mockito.Mockito.mock;

/**
 * The lanes of a warehouse that no test of a controller asks; imported, never scanned.
 */
@Import({ CacheConfiguration.class, PoolConfiguration.class, LaneConfiguration.class })
public class MockedLanes {

	@Bean
	Warehouse warehouse() {
		return (pool) -> mock(WarehouseTemplate.class);
	}

}
