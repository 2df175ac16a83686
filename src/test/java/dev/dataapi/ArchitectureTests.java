package dev.dataapi;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The packages' dependencies, as {@code package-info} tells them.
 */
@AnalyzeClasses(packages = "dev.dataapi", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule packagesHaveNoCycles = slices().matching("dev.dataapi.(*)..").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule reportsImportOnlyOrdersAndLookup = noClasses().that()
		.resideInAnyPackage("dev.dataapi.connector..", "dev.dataapi.snowpark..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("dev.dataapi", "dev.dataapi.customer..");

	@ArchTest
	static final ArchRule customersImportOnlyLookup = noClasses().that()
		.resideInAPackage("dev.dataapi.customer..")
		.and()
		.haveSimpleNameNotEndingWith("Properties")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("dev.dataapi", "dev.dataapi.orders..", "dev.dataapi.connector..", "dev.dataapi.snowpark..");

	@ArchTest
	static final ArchRule featuresDoNotKnowEachOther = slices().matching("dev.dataapi.(connector|snowpark|customer)..")
		.should()
		.notDependOnEachOther();

	@ArchTest
	static final ArchRule nobodyButMainImportsTheOutside = noClasses().that()
		.resideOutsideOfPackages("dev.dataapi.web..", "dev.dataapi.warehouse..", "dev.dataapi.token..")
		.and()
		.areNotAssignableTo(DataApiApplication.class)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("dev.dataapi.web..", "dev.dataapi.warehouse..", "dev.dataapi.token..");

	@ArchTest
	static final ArchRule tokenCommandNeedsNoSpring = noClasses().that()
		.resideInAPackage("dev.dataapi.token..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework..");

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

}
