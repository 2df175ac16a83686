package dev.dataapi.memory;

import dev.dataapi.InvalidSettingException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
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

		Properties {
			InvalidSettingException.requireWithin("data-api.memory.max-bytes", maxBytes, DataSize.ofKilobytes(1),
					DataSize.ofGigabytes(1), "from 1KB to 1GB");
		}

	}

}
