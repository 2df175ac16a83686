package dev.dataapi;

import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Which package may import which of ours. Each rule lists all that is allowed, so that a
 * new import is red until it is drawn here.
 */
@AnalyzeClasses(packages = "dev.dataapi", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule packagesHaveNoCycles = slices().matching("dev.dataapi.(*)..").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule memory = imports("memory", "");

	@ArchTest
	static final ArchRule access = imports("access", "");

	@ArchTest
	static final ArchRule cache = imports("cache", "memory", "");

	@ArchTest
	static final ArchRule sharedCache = imports("cache.shared", "cache", "");

	@ArchTest
	static final ArchRule classesOfTheCacheHaveNoCycles = classesHaveNoCycles("dev.dataapi.cache");

	@ArchTest
	static final ArchRule onlyTheSharedCacheKnowsItsServer = noClasses().that()
		.resideOutsideOfPackage("dev.dataapi.cache.shared")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("redis.clients..", "org.springframework.boot.data.redis..");

	@ArchTest
	static final ArchRule endpoint = imports("endpoint", "access", "cache", "warehouse", "");

	@ArchTest
	static final ArchRule export = imports("export", "endpoint", "cache", "memory", "warehouse", "");

	@ArchTest
	static final ArchRule report = imports("report", "access", "endpoint", "cache", "warehouse");

	@ArchTest
	static final ArchRule connector = imports("connector", "access", "report", "warehouse");

	@ArchTest
	static final ArchRule snowpark = imports("snowpark", "access", "report", "warehouse");

	@ArchTest
	static final ArchRule customer = imports("customer", "access", "endpoint", "cache", "warehouse", "");

	@ArchTest
	static final ArchRule declaredTypes = imports("declared.type", "warehouse");

	@ArchTest
	static final ArchRule dialect = imports("dialect");

	@ArchTest
	static final ArchRule declaredSql = imports("declared.sql", "dialect");

	@ArchTest
	static final ArchRule declared = classes().that()
		.resideInAPackage("dev.dataapi.declared")
		.and()
		.doNotHaveSimpleName("DeclaredConfiguration")
		.should()
		.onlyDependOnClassesThat(ours("declared", "declared.sql", "declared.type", "dialect", "access", "endpoint",
				"export", "cache", "warehouse"));

	@ArchTest
	static final ArchRule declaredFile = imports("declared.file", "declared", "declared.sql", "declared.type",
			"dialect", "access", "endpoint", "");

	@ArchTest
	static final ArchRule declaredCheck = imports("declared.check", "declared", "declared.file", "declared.sql",
			"declared.type", "dialect", "endpoint", "cache", "memory", "warehouse", "");

	@ArchTest
	static final ArchRule declaredConfiguration = classes().that()
		.haveSimpleName("DeclaredConfiguration")
		.should()
		.onlyDependOnClassesThat(
				ours("access", "declared", "declared.file", "declared.check", "endpoint", "export", "warehouse"));

	@ArchTest
	static final ArchRule classesOfDeclaredEndpointsHaveNoCycles = classesHaveNoCycles("dev.dataapi.declared");

	@ArchTest
	static final ArchRule warehouse = imports("warehouse", "dialect", "cache", "memory", "");

	@ArchTest
	static final ArchRule snowflake = imports("warehouse.snowflake", "warehouse", "access", "account", "cache",
			"memory", "");

	@ArchTest
	static final ArchRule embedded = imports("warehouse.embedded", "warehouse", "dialect", "cache", "");

	@ArchTest
	static final ArchRule web = imports("web", "access", "endpoint", "export", "cache", "memory", "");

	@ArchTest
	static final ArchRule mcp = imports("mcp", "endpoint", "memory", "");

	@ArchTest
	static final ArchRule telemetry = imports("telemetry");

	@ArchTest
	static final ArchRule logging = imports("logging", "");

	@ArchTest
	static final ArchRule token = imports("token", "account");

	@ArchTest
	static final ArchRule account = imports("account");

	@ArchTest
	static final ArchRule main = imports("", "token", "access", "declared..");

	@ArchTest
	static final ArchRule tokenCommandNeedsNoSpring = noClasses().that()
		.resideInAnyPackage("dev.dataapi.token", "dev.dataapi.account")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework..");

	@ArchTest
	static final ArchRule onlyAccessKnowsHowCallersProveWhoTheyAre = noClasses().that()
		.resideOutsideOfPackages("dev.dataapi.access", "dev.dataapi.token")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("com.nimbusds..", "io.github.bucket4j..");

	@ArchTest
	static final ArchRule controllersDoNotSpeakJdbc = noClasses().that()
		.haveSimpleNameEndingWith("Controller")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..");

	@ArchTest
	static final ArchRule onlyTheWarehouseKnowsWhichDatabaseItIs = noClasses().that()
		.resideOutsideOfPackage("dev.dataapi.warehouse..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.duckdb..", "net.snowflake..", "com.zaxxer..", "io.trino..");

	/** Within a package and those below it; nested classes count as their owner. */
	private static ArchRule classesHaveNoCycles(String root) {
		return slices().assignedFrom(new SliceAssignment() {

			@Override
			public SliceIdentifier getIdentifierOf(JavaClass type) {
				boolean inside = (type.getPackageName() + '.').startsWith(root + '.');
				return inside ? SliceIdentifier.of(type.getName().split("\\$", 2)[0]) : SliceIdentifier.ignore();
			}

			@Override
			public String getDescription() {
				return "the classes in '" + root + "..'";
			}

		}).should().beFreeOfCycles();
	}

	/** The root package has the empty name; everyone may import what is not ours. */
	private static ArchRule imports(String importer, String... imported) {
		String[] allowed = Stream.concat(Stream.of(importer), Stream.of(imported)).toArray(String[]::new);
		return classes().that().resideInAPackage(fullName(importer)).should().onlyDependOnClassesThat(ours(allowed));
	}

	/** Classes of these packages, and all that are not ours. */
	private static DescribedPredicate<JavaClass> ours(String... packages) {
		String[] names = Stream.of(packages).map(ArchitectureTests::fullName).toArray(String[]::new);
		return resideOutsideOfPackage("dev.dataapi..").or(resideInAnyPackage(names));
	}

	private static String fullName(String name) {
		return name.isEmpty() ? "dev.dataapi" : "dev.dataapi." + name;
	}

}
