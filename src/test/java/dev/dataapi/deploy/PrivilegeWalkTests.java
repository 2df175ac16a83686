package dev.dataapi.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the scripts in order in a modelled account: each statement's role holds what
 * Snowflake's reference asks for, and a second run changes nothing.
 */
@Tag("deploy")
class PrivilegeWalkTests {

	private static final String ROLES = "sql/01_warehouse_and_roles.sql";

	private static final String DATABASE = "sql/02_database.sql";

	@ParameterizedTest
	@MethodSource("variants")
	void scriptsWhenRunInTheirOrderLackNothing(Variant variant) {
		DeployedAccount account = new DeployedAccount();
		variant.scripts().forEach(account::run);
		assertThat(account.problems()).isEmpty();
		assertThat(account.collisions()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("variants")
	void scriptsWhenEachRunsTwiceChangeNothingMore(Variant variant) {
		DeployedAccount account = new DeployedAccount();
		for (SqlScript script : variant.scripts()) {
			account.run(script);
			String once = account.state();
			account.run(script);
			assertThat(account.state()).as(script.path()).isEqualTo(once);
		}
		assertThat(account.problems()).isEmpty();
		assertThat(account.collisions()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("variants")
	void scriptsWhenAllHaveRunLeaveWhatWasThere(Variant variant) {
		DeployedAccount untouched = new DeployedAccount();
		untouched.run(SqlScript.of("sample",
				"CREATE DATABASE SNOWFLAKE_SAMPLE_DATA FROM SHARE SFC_SAMPLES.SAMPLE_DATA;", Map.of()));
		DeployedAccount account = new DeployedAccount();
		variant.scripts().forEach(account::run);
		assertThat(account.state().replace(" IF NOT EXISTS", "")).isEqualTo(untouched.state());
	}

	/**
	 * Where a script would silently keep what another variant created, its head says what
	 * to drop first.
	 */
	@ParameterizedTest
	@MethodSource("changesOfMind")
	void scriptWhenAnotherVariantIsThereSaysWhatToDrop(ChangeOfMind change) {
		DeployedAccount account = new DeployedAccount();
		change.before().forEach((path) -> account.run(SqlScript.read(path)));
		assertThat(account.problems()).isEmpty();
		account.run(SqlScript.read(change.script()));
		assertThat(account.collisions()).isNotEmpty();
		String head = DeploymentFiles.read(change.script()).split("\n\n")[0];
		assertThat(account.collisions()).map((collision) -> collision.substring(collision.indexOf(": ") + 2))
			.allSatisfy((thing) -> assertThat(head).containsPattern("DROP " + thing + "(?![A-Z_.])"));
	}

	@Test
	void rolesOfCallersWhenAllHaveRunReachTheEndpointAlone() {
		DeployedAccount account = new DeployedAccount();
		variants().filter((variant) -> variant.name().equals("06c with 03b"))
			.findFirst()
			.orElseThrow()
			.scripts()
			.stream()
			.filter((script) -> !script.path().contains("12_"))
			.forEach(account::run);
		account.check("call", "DATA_API_CALLER_ROLE", "$ call the public API");
		assertThat(account.problems()).isEmpty();
		account.check("read", "DATA_API_CALLER_ROLE", "$ read the API's data");
		account.check("push", "DATA_API_CALLER_ROLE", "$ docker push");
		account.check("push", "DATA_API_ROLE", "$ docker push");
		assertThat(account.problems()).extracting((problem) -> problem.replaceAll("^(.+ lacks .+?): .*", "$1"))
			.containsExactly("read: DATA_API_CALLER_ROLE lacks USAGE on WAREHOUSE DATA_API_WH",
					"read: DATA_API_CALLER_ROLE lacks SELECT on TABLE API.DATA.HYBRID_CUSTOMER",
					"read: DATA_API_CALLER_ROLE lacks SELECT on TABLE SNOWFLAKE_SAMPLE_DATA.TPCH_SF10.ORDERS",
					"push: DATA_API_CALLER_ROLE lacks WRITE on IMAGE REPOSITORY API.PRIVATE.API",
					"push: DATA_API_ROLE lacks WRITE on IMAGE REPOSITORY API.PRIVATE.API");
	}

	/** Mistakes that a script once made or might make: each is found. */
	@ParameterizedTest
	@MethodSource("faults")
	void faultWhenPutInIsFound(Fault fault) {
		DeployedAccount account = new DeployedAccount();
		Variant variant = variants().filter((one) -> one.name().startsWith(fault.variant())).findFirst().orElseThrow();
		for (SqlScript script : variant.scripts()) {
			String text = DeploymentFiles.read(script.path());
			if (script.path().equals(fault.path())) {
				assertThat(text).contains(fault.text());
				text = text.replace(fault.text(), fault.replacement());
			}
			account.run(SqlScript.of(script.path(), text, variant.marks()));
		}
		assertThat(account.problems()).anyMatch((problem) -> problem.contains(fault.problem()));
	}

	@Test
	void tableWhenReadNamesAPageForEachLineAndIsAllUsed() {
		PrivilegeTable table = new PrivilegeTable();
		assertThat(table.entries()).allMatch((entry) -> entry.page().matches("[a-z0-9/_-]+"));
		List<PrivilegeTable.Entry> used = new ArrayList<>();
		for (SqlScript script : SqlScript.readAll()) {
			for (List<String> statement : script.statements()) {
				used.add(table.of(statement).orElseThrow().entry());
			}
		}
		assertThat(table.entries()).filteredOn((entry) -> !used.contains(entry))
			.extracting(PrivilegeTable.Entry::form)
			.allMatch((form) -> form.startsWith("$ ") || form.startsWith("DROP TABLE"));
	}

	static Stream<Variant> variants() {
		return Stream.of("06a", "06b", "06c")
			.flatMap((service) -> Stream.of("03a", "03a and 03c", "03b", "03b and 03d")
				.map((tables) -> Variant.of(service, tables)));
	}

	static Stream<ChangeOfMind> changesOfMind() {
		List<String> base = List.of(ROLES, DATABASE);
		List<String> ready = Stream
			.of("sql/03b_customers_standard.sql", "sql/04_compute_pool.sql", "sql/05a_ockam_access.sql",
					"sql/05b_ockam_ticket.sql")
			.toList();
		String first = "sql/06a_private_service.sql";
		String second = "sql/06b_private_service_outlet_apart.sql";
		return Stream.of(
				new ChangeOfMind(concat(base, "sql/03a_customers_hybrid.sql"), "sql/03b_customers_standard.sql"),
				new ChangeOfMind(concat(base, "sql/03b_customers_standard.sql"), "sql/03a_customers_hybrid.sql"),
				new ChangeOfMind(concat(base, List.of("sql/03a_customers_hybrid.sql", "sql/03c_items_and_stores.sql")),
						"sql/03d_items_and_stores_standard.sql"),
				new ChangeOfMind(
						concat(base, List.of("sql/03d_items_and_stores_standard.sql", "sql/03a_customers_hybrid.sql")),
						"sql/03c_items_and_stores.sql"),
				new ChangeOfMind(concat(concat(base, ready), first), second),
				new ChangeOfMind(concat(concat(base, ready), second), first),
				new ChangeOfMind(concat(concat(base, ready), second), "sql/11a_upgrade_private.sql"),
				new ChangeOfMind(concat(concat(base, ready), first), "sql/11b_upgrade_private_outlet_apart.sql"));
	}

	static Stream<Fault> faults() {
		return Stream.of(
				new Fault("06a", "sql/05a_ockam_access.sql",
						"GRANT READ ON SECRET API.PRIVATE.OCKAM_TICKET TO ROLE DATA_API_ROLE;", "",
						"DATA_API_ROLE lacks READ on SECRET API.PRIVATE.OCKAM_TICKET"),
				new Fault("06a", "sql/05a_ockam_access.sql", "GRANT USAGE ON INTEGRATION OCKAM TO ROLE DATA_API_ROLE;",
						"", "DATA_API_ROLE lacks USAGE on INTEGRATION OCKAM"),
				new Fault("06c", "sql/05e_callers.sql",
						"GRANT READ ON SECRET API.PRIVATE.CALLERS TO ROLE DATA_API_ROLE;", "",
						"sql/11j_upgrade_public_callers.sql: DATA_API_ROLE lacks READ on SECRET API.PRIVATE.CALLERS"),
				new Fault("06c", "sql/05f_token_issuer.sql",
						"GRANT USAGE ON INTEGRATION DATA_API_ISSUER TO ROLE DATA_API_ROLE;", "",
						"sql/11k_upgrade_public_tokens.sql: DATA_API_ROLE lacks USAGE on INTEGRATION DATA_API_ISSUER"),
				new Fault("06c", "sql/05d_shared_cache_password.sql",
						"GRANT READ ON SECRET API.PRIVATE.VALKEY_PASSWORD TO ROLE DATA_API_ROLE;", "",
						"sql/06d_shared_cache.sql: DATA_API_ROLE lacks READ on SECRET API.PRIVATE.VALKEY_PASSWORD"),
				new Fault("06b", "sql/05d_shared_cache_password.sql", "EXECUTE IMMEDIATE $NEW_SECRET;", "",
						"DATA_API_ROLE lacks READ on SECRET API.PRIVATE.VALKEY_PASSWORD"),
				new Fault("06c", "sql/05d_shared_cache_password.sql", "USE WAREHOUSE DATA_API_WH;", "",
						"ACCOUNTADMIN lacks WAREHOUSE"),
				new Fault("06c", "sql/06d_shared_cache.sql", "<% schema %>", "API.PRIVATE",
						"sql/11h_upgrade_public_shared_cache.sql: DATA_API_ROLE lacks EXISTENCE on SERVICE API.PUBLIC.VALKEY"),
				new Fault("06b", "sql/12_clean_up.sql", "DROP SERVICE IF EXISTS API.PRIVATE.VALKEY;", "",
						"COMPUTE POOL API_POOL is still used by SERVICE API.PRIVATE.VALKEY"),
				new Fault("06b", "sql/04_compute_pool.sql", "GRANT USAGE, MONITOR ON", "GRANT MONITOR ON",
						"DATA_API_ROLE lacks USAGE on COMPUTE POOL API_POOL"),
				new Fault("06c", "sql/05c_public_access.sql",
						"GRANT BIND SERVICE ENDPOINT ON ACCOUNT TO ROLE DATA_API_ROLE;", "",
						"DATA_API_ROLE lacks BIND SERVICE ENDPOINT on ACCOUNT"),
				new Fault("06c", "sql/06c_public_service.sql", "USE ROLE DATA_API_ROLE;",
						"USE ROLE DATA_API_CALLER_ROLE;",
						"DATA_API_CALLER_ROLE lacks CREATE SERVICE on SCHEMA API.PUBLIC"),
				new Fault("06c", ROLES, "GRANT USAGE ON WAREHOUSE DATA_API_WH TO ROLE DATA_API_ROLE;", "",
						"DATA_API_ROLE lacks USAGE on WAREHOUSE DATA_API_WH"),
				new Fault("06c", ROLES,
						"GRANT IMPORTED PRIVILEGES ON DATABASE SNOWFLAKE_SAMPLE_DATA TO ROLE DATA_API_ROLE;", "",
						"DATA_API_ROLE lacks SELECT on TABLE SNOWFLAKE_SAMPLE_DATA.TPCDS_SF10TCL.CUSTOMER"),
				new Fault("06c", ROLES, "GRANT ROLE DATA_API_DEPLOYER_ROLE TO ROLE SYSADMIN;", "",
						"ACCOUNTADMIN lacks ROLE DATA_API_ROLE"),
				new Fault("06c", DATABASE, "GRANT USAGE ON DATABASE API TO ROLE DATA_API_ROLE;", "",
						"DATA_API_ROLE lacks"),
				new Fault("06c with 03b", "sql/03b_customers_standard.sql", "USE WAREHOUSE DATA_API_WH;", "",
						"DATA_API_ROLE lacks WAREHOUSE"),
				new Fault("06c with 03b and 03d", "sql/03d_items_and_stores_standard.sql", "HYBRID_STORE", "STORES",
						"DATA_API_ROLE lacks SELECT on TABLE API.DATA.HYBRID_STORE"),
				new Fault("06a with 03a and 03c", "sql/03a_customers_hybrid.sql",
						"GRANT CREATE HYBRID TABLE ON SCHEMA API.DATA TO ROLE DATA_API_ROLE;", "",
						"sql/03c_items_and_stores.sql: DATA_API_ROLE lacks CREATE HYBRID TABLE on SCHEMA API.DATA"),
				new Fault("06c with 03a and 03c", "sql/11f_upgrade_public_declared_endpoints.sql",
						"USE ROLE DATA_API_ROLE;", "USE ROLE DATA_API_CALLER_ROLE;",
						"DATA_API_CALLER_ROLE lacks OPERATE on SERVICE API.PUBLIC.API"),
				new Fault("06c", "sql/08d_alert_on_failures.sql", "EXECUTE ALERT, EXECUTE MANAGED ALERT",
						"EXECUTE ALERT", "DATA_API_ROLE lacks EXECUTE MANAGED ALERT on ACCOUNT"),
				new Fault("06c", "sql/07b_access_token.sql",
						"ALTER USER SVC_DATA_API SET NETWORK_POLICY = DATA_API_CALLERS;", "",
						"SVC_DATA_API is under no network policy"),
				new Fault("06c", "sql/07b_access_token.sql", "'DATA_API_CALLER_ROLE'", "'DATA_API_ROLE'",
						"SVC_DATA_API has no role DATA_API_ROLE"),
				new Fault("06a", "sql/12_clean_up.sql", "DROP INTEGRATION IF EXISTS OCKAM;", "",
						"DATABASE API is still used by INTEGRATION OCKAM"),
				new Fault("06a", "sql/12_clean_up.sql", "DROP SERVICE IF EXISTS API.PRIVATE.API;", "",
						"COMPUTE POOL API_POOL is still used by SERVICE API.PRIVATE.API"),
				new Fault("06c", "sql/04_compute_pool.sql", "DESCRIBE COMPUTE POOL API_POOL;", "TRUNCATE TABLE X;",
						"not in the table: TRUNCATE TABLE X"));
	}

	private static List<String> concat(List<String> before, String path) {
		return concat(before, List.of(path));
	}

	private static List<String> concat(List<String> before, List<String> after) {
		return Stream.concat(before.stream(), after.stream()).toList();
	}

	/**
	 * The scripts of one deployment, from the first to the clean-up.
	 */
	record Variant(String name, Map<String, String> marks, List<SqlScript> scripts) {

		static Variant of(String service, String tables) {
			boolean open = service.equals("06c");
			// One instance has nobody to share with
			boolean shared = !service.equals("06a");
			String letter = service.substring(2);
			Map<String, String> marks = Map.of("service", (open) ? "API.PUBLIC.API" : "API.PRIVATE.API", "schema",
					(open) ? "API.PUBLIC" : "API.PRIVATE");
			List<SqlScript> scripts = DeploymentFiles.list("sql", ".sql").stream().filter((path) -> {
				String number = path.substring(4, 7).replace("_", "");
				return switch (number.substring(0, 2)) {
					case "03" -> tables.contains(number);
					case "05" -> number.equals("05d") ? shared : open == List.of("05c", "05e", "05f").contains(number);
					case "06" -> number.equals(service) || (number.equals("06d") && shared);
					case "07" -> open;
					case "08" -> number.equals("08" + letter) || number.equals("08d") || number.equals("08e")
							|| (number.equals("08f") && shared);
					case "11" -> number.equals("11" + letter) || (number.equals("11d") && open)
							|| (number.equals("11e") && letter.equals("b"))
							|| (List.of("11j", "11k").contains(number) && open)
							|| (number.equals("11f") && open && tables.matches(".*03[cd]"))
							|| (number.equals((open) ? "11h" : "11g") && shared) || (number.equals("11i") && shared);
					default -> true;
				};
			}).map((path) -> SqlScript.read(path, marks)).toList();
			return new Variant(service + " with " + tables, marks, scripts);
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	/** A script that runs after others which created the same thing differently. */
	record ChangeOfMind(List<String> before, String script) {

		@Override
		public String toString() {
			return this.script + " after " + this.before.get(this.before.size() - 1);
		}

	}

	/** A change of a script, and the problem that it must cause. */
	record Fault(String variant, String path, String text, String replacement, String problem) {

		@Override
		public String toString() {
			return this.problem;
		}

	}

}
