package dev.dataapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Refuses to start with an unknown setting under {@code data-api}, wherever it is set: a
 * misspelled limit would silently leave the default in force. The known settings are
 * those in the metadata that the compiler generates from the settings records.
 */
@Component
public class UnknownSettingCheck implements BeanFactoryPostProcessor {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("data-api");

	private static final Pattern ROOT_VARIABLE = Pattern.compile("DATA_?API_.*", Pattern.CASE_INSENSITIVE);

	/**
	 * Kubernetes sets these for every service of a namespace, maybe for one named
	 * data-api.
	 */
	private static final Pattern SERVICE_VARIABLE = Pattern
		.compile(".+_SERVICE_HOST|.+_SERVICE_PORT(_.+)?|.+_PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");

	private final List<ConfigurationPropertyName> known = known();

	/** Reads this application's own file, which comes first on the class path. */
	private static List<ConfigurationPropertyName> known() {
		try (InputStream metadata = new ClassPathResource(METADATA).getInputStream()) {
			return JsonMapper.shared()
				.readTree(metadata)
				.path("properties")
				.valueStream()
				.map((property) -> ConfigurationPropertyName.of(property.path("name").asString()))
				.filter(ROOT::isAncestorOf)
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		check(beanFactory.getBean(ConfigurableEnvironment.class));
	}

	void check(ConfigurableEnvironment environment) {
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> names) {
				boolean variables = source instanceof SystemEnvironmentPropertySource;
				for (String name : names.getPropertyNames()) {
					if (variables && ROOT_VARIABLE.matcher(name).matches()) {
						checkVariable(name, String.valueOf(source.getProperty(name)));
					}
					else if (name.regionMatches(true, 0, "data", 0, 4)) {
						checkProperty(name);
					}
				}
			}
		}
	}

	private void checkProperty(String name) {
		ConfigurationPropertyName property = ConfigurationPropertyName.adapt(name, '.');
		if (ROOT.isAncestorOf(property) && !this.known.contains(property)) {
			throw InvalidSettingException.unknown(name, nearest(ROOT.append(property.subName(1)).toString(),
					this.known.stream().map(ConfigurationPropertyName::toString)));
		}
	}

	private void checkVariable(String name, String value) {
		boolean service = SERVICE_VARIABLE.matcher(name).matches() || (name.endsWith("_PORT") && value.contains("://"));
		if (!service && variables("").noneMatch(name::equals) && variables("_").noneMatch(name::equals)) {
			throw InvalidSettingException.unknown(name, nearest(name.toUpperCase(Locale.ROOT), variables("_")));
		}
	}

	/** The names as environment variables; Boot drops dashes, or accepts underscores. */
	private Stream<String> variables(String dash) {
		return this.known.stream()
			.map((name) -> name.toString().replace('.', '_').replace("-", dash).toUpperCase(Locale.ROOT));
	}

	/** The known name a few keystrokes away, if there is one. */
	private static @Nullable String nearest(String name, Stream<String> known) {
		int few = Math.max(2, (name.length() - ROOT.toString().length()) / 5);
		return known.min(Comparator.comparingInt((each) -> NearestWord.distance(name, each)))
			.filter((nearest) -> NearestWord.distance(name, nearest) <= few)
			.orElse(null);
	}

}
