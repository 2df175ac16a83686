package dev.dataapi.testserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the server's jar needs, so that others can use it without this service.
 */
@AnalyzeClasses(packages = "dev.dataapi.testserver", importOptions = SnowflakeServerDependencyTests.InTheJar.class)
class SnowflakeServerDependencyTests {

	private static final Path SOURCES = Path.of("src/snowflake-server/java/dev/dataapi/testserver");

	private static final String[] LIBRARIES = { "dev.dataapi.testserver", "dev.dataapi.dialect", "java..", "javax.sql",
			"org.duckdb", "tools.jackson..", "org.jspecify.annotations" };

	@ArchTest
	static final ArchRule serverNeedsDuckDbAndJackson = classes().that()
		.doNotHaveSimpleName("SnowflakeExtension")
		.and()
		.haveSimpleNameNotStartingWith("ArrowRows")
		.should()
		.onlyDependOnClassesThat(resideInAnyPackage(LIBRARIES));

	@ArchTest
	static final ArchRule extensionNeedsJUnit = classes().that()
		.haveSimpleName("SnowflakeExtension")
		.should()
		.onlyDependOnClassesThat(resideInAnyPackage(LIBRARIES).or(resideInAnyPackage("org.junit.jupiter.api..")));

	@ArchTest
	static final ArchRule arrowNeedsTheDriver = classes().that()
		.haveSimpleNameStartingWith("ArrowRows")
		.should()
		.onlyDependOnClassesThat(resideInAnyPackage(LIBRARIES)
			.or(resideInAnyPackage("net.snowflake.client.jdbc.internal.apache.arrow..")));

	@ArchTest
	static final ArchRule nothingElseNeedsTheExtension = classes().that()
		.haveSimpleName("SnowflakeExtension")
		.should()
		.onlyHaveDependentClassesThat(simpleName("SnowflakeExtension"));

	/** The jar leaves out what is called so: both are compiled into one folder. */
	@Test
	void testsAreWhatTheirNameEndsIn() throws IOException {
		assertThat(names(Path.of("src/test/java/dev/dataapi/testserver"))).isNotEmpty()
			.allMatch((name) -> name.endsWith("Tests.java"));
		assertThat(names(SOURCES)).isNotEmpty().noneMatch((name) -> name.endsWith("Tests.java"));
	}

	private static List<String> names(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

	/**
	 * Only classes whose source is the server's.
	 */
	static final class InTheJar implements ImportOption {

		@Override
		public boolean includes(Location location) {
			String path = location.asURI().getPath();
			String name = path.substring(path.lastIndexOf('/') + 1).replaceAll("(\\$.*)?\\.class", ".java");
			return Files.exists(SOURCES.resolve(name));
		}

	}

}
