package dev.dataapi.memory;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/**
 * The budget of this JVM's heap.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MemoryConfiguration.Properties.class)
public class MemoryConfiguration {

	@Bean
	MemoryBudget memoryBudget(Properties properties, ObjectProvider<MeterRegistry> registry) {
		DataSize maxBytes = properties.maxBytes();
		return new MemoryBudget(Runtime.getRuntime().maxMemory(), (maxBytes != null) ? maxBytes.toBytes() : 0,
				registry.getIfAvailable(SimpleMeterRegistry::new));
	}

	/**
	 * The bound of each value.
	 *
	 * @param maxBytes how many bytes of JSON a row of a look-up or a whole report may
	 * have; 1/64 of the heap unless set
	 */
	@ConfigurationProperties("data-api.memory")
	record Properties(@Nullable DataSize maxBytes) {

		private static final DataSize LEAST = DataSize.ofKilobytes(1);

		private static final DataSize MOST = DataSize.ofGigabytes(1);

		Properties {
			if (maxBytes != null && (maxBytes.compareTo(LEAST) < 0 || maxBytes.compareTo(MOST) > 0)) {
				throw new InvalidConfigurationPropertyValueException("data-api.memory.max-bytes", maxBytes,
						"it must be from 1KB to 1GB");
			}
		}

	}

}
