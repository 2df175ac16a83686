package dev.dataapi;

import java.util.List;
import java.util.Set;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Refuses to start unless the profiles name one warehouse; without profiles it is the
 * embedded one. With a misspelled {@code snowflake}, the service would otherwise answer
 * with sample data. Other profiles must be declared by {@code spring.profiles.group}.
 */
@Component
public class ProfileCheck implements BeanFactoryPostProcessor {

	private static final List<String> WAREHOUSES = List.of("embedded", "snowflake");

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		check(beanFactory.getBean(ConfigurableEnvironment.class));
	}

	void check(Environment environment) {
		List<String> profiles = List.of(environment.getActiveProfiles());
		if (profiles.isEmpty()) {
			profiles = List.of(environment.getDefaultProfiles());
			if (profiles.equals(List.of("default"))) {
				return;
			}
		}
		Set<String> groups = Binder.get(environment)
			.bind("spring.profiles.group", Bindable.mapOf(String.class, Object.class))
			.map((declared) -> declared.keySet())
			.orElse(Set.of());
		for (String profile : profiles) {
			if (!WAREHOUSES.contains(profile) && !groups.contains(profile)) {
				throw InvalidSettingException.unknownProfile(profile, NearestWord.of(profile, WAREHOUSES));
			}
		}
		if (WAREHOUSES.stream().filter(profiles::contains).count() != 1) {
			throw new InvalidSettingException("spring.profiles.active", String.join(",", profiles),
					"name one of the profiles " + String.join(" and ", WAREHOUSES));
		}
	}

}
