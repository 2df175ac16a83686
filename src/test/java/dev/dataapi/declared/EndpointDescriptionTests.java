package dev.dataapi.declared;

import dev.dataapi.declared.file.DeclaredFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the description of declared endpoints with their declarations and routes.
 */
@SpringBootTest(properties = "data-api.endpoints=" + TpcEndpointsTests.FILE)
@AutoConfigureMockMvc
class EndpointDescriptionTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private JsonMapper mapper;

	@Autowired
	private DeclaredFiles file;

	@Autowired
	@Qualifier("requestMappingHandlerMapping")
	private RequestMappingHandlerMapping mappings;

	@Test
	void descriptionNamesExactlyTheMappedRoutes() throws Exception {
		Set<String> mapped = new TreeSet<>();
		this.mappings.getHandlerMethods().forEach((mapping, method) -> {
			if (method.getBeanType().getPackageName().startsWith("dev.dataapi")) {
				mapped.addAll(mapping.getPatternValues());
			}
		});
		mapped.remove("/error");
		assertThat(new TreeSet<>(description().path("paths").propertyNames())).isEqualTo(mapped)
			.hasSize(8 + this.file.endpoints().all().size() + this.file.endpoints().lookups().size())
			.contains("/stores/{keys}/record", "/reports/revenue_by_month");
	}

	@Test
	void everyOperationHasAnIdOfItsOwn() throws Exception {
		List<String> ids = new ArrayList<>();
		description().path("paths")
			.forEach((path) -> path.forEach((operation) -> ids.add(operation.path("operationId").asString(""))));
		assertThat(ids).doesNotHaveDuplicates()
			.contains("lookups.orders", "lookups.orders.post", "reports.largest_orders", "reports.largest_orders.post")
			.noneMatch(String::isEmpty);
	}

	@Test
	void everyOperationDescribesItsProblemsAndRows() throws Exception {
		for (Declaration declaration : this.file.endpoints().all()) {
			JsonNode operation = operation(declaration.path());
			assertThat(operation.path("summary").asString()).isEqualTo(declaration.description());
			assertThat(operation.path("tags").get(0).asString())
				.isEqualTo(declaration.id().substring(0, declaration.id().indexOf('.')));
			assertThat(operation.path("responses").propertyNames()).containsExactly("200", "400", "406", "414", "431",
					"500", "503", "504");
			assertThat(operation.at("/responses/503/content/application~1problem+json/schema/$ref").asString())
				.isEqualTo("#/components/schemas/Problem");
			assertThat(operation.at("/responses/200/content/application~1json/schema/items/$ref").asString())
				.isEqualTo("#/components/schemas/" + declaration.id());
			JsonNode row = description().path("components").path("schemas").path(declaration.id());
			List<String> names = declaration.columns().stream().map((column) -> column.name().name()).toList();
			assertThat(row.path("properties").propertyNames()).containsExactlyElementsOf(names);
			assertThat(row.path("required").valueStream().map(JsonNode::asString))
				.containsExactlyInAnyOrderElementsOf(names);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			/customers_by_code | {"type":"object","required":["keys"],"additionalProperties":false}
			/stores/record     | {"type":"object","required":["keys"],"additionalProperties":false}
			/reports/revenue_by_priority | {"type":"object","required":["day"],"additionalProperties":false}
			/reports/largest_orders      | {"type":"object","additionalProperties":false}
			""")
	void everyEndpointDescribesItsBody(String path, String expected) throws Exception {
		JsonNode operation = description().path("paths").path(path).path("post");
		assertThat(operation.path("responses").propertyNames()).containsExactlyInAnyOrder("200", "400", "406", "413",
				"414", "415", "431", "500", "503", "504");
		assertThat(operation.path("parameters")).singleElement()
			.satisfies((parameter) -> assertThat(parameter.path("name").asString()).isEqualTo("format"));
		assertThat(operation.at("/requestBody/required").asBoolean()).isTrue();
		ObjectNode body = (ObjectNode) body(path);
		JsonNode properties = body.remove("properties");
		assertThat(body).isEqualTo(this.mapper.readTree(expected));
		assertThat(properties.propertyNames()).isNotEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					/customers_by_code      | /keys/type                | "array"
					/customers_by_code      | /keys/items/type          | "string"
					/customers_by_code      | /keys/minItems            | 1
					/stores/record          | /keys/items/required      | ["store_id","valid_from"]
					/stores/record          | /keys/items/additionalProperties | false
					/stores/record          | /keys/items/properties/valid_from/format | "date"
					/reports/revenue_by_priority | /day/type            | "array"
					/reports/largest_orders | /limit/type               | "integer"
					/reports/largest_orders | /limit/description        | "An integer of 64 bits, not less than 1 and not greater than 50. Where absent: 5."
					/reports/largest_orders | /clerk/type               | "array"
					/reports/largest_orders | /clerk/items/type         | "string"
					""")
	void propertyOfABodyIsDescribedByItsDeclaration(String path, String pointer, String expected) throws Exception {
		assertThat(body(path).path("properties").at(pointer)).isEqualTo(this.mapper.readTree(expected));
	}

	/** Each has a name of its own, also where two are alike. */
	private JsonNode body(String path) throws Exception {
		JsonNode operation = description().path("paths").path(path).path("post");
		String name = operation.path("operationId").asString() + ".request";
		assertThat(operation.at("/requestBody/content/application~1json/schema/$ref").asString())
			.isEqualTo("#/components/schemas/" + name);
		return description().path("components").path("schemas").path(name);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					lookups.store_records     | S_STORE_ID         | {"type":"string"}
					lookups.store_records     | S_NUMBER_EMPLOYEES | {"type":["integer","null"],"format":"int64"}
					lookups.store_records     | S_REC_END_DATE     | {"type":["string","null"],"format":"date"}
					lookups.store_records     | S_GMT_OFFSET       | {"type":["string","null"],"format":"decimal","pattern":"^-?[0-9]+\\\\.[0-9]{2}$"}
					reports.items_by_category | AVERAGE            | {"type":["number","null"],"format":"double"}
					""")
	void columnIsDescribedByItsTypeAndAsNullableUnlessItIsOfTheKey(String schema, String column, String expected)
			throws Exception {
		assertThat(description().path("components").path("schemas").path(schema).path("properties").path(column))
			.isEqualTo(this.mapper.readTree(expected));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					/reports/largest_orders    | least    | /schema | {"type":"string","format":"decimal","pattern":"^0*[0-9]{1,10}(\\\\.[0-9]{1,2}0*)?$","default":"1000.00","formatMinimum":"0.00"}
					/reports/largest_orders    | least    | /allowEmptyValue | true
					/reports/largest_orders    | clerk    | /allowEmptyValue | true
					/reports/largest_orders    | limit    | /schema | {"type":"integer","format":"int64","default":5,"minimum":1,"maximum":50}
					/reports/largest_orders    | status   | /schema | {"type":"string","default":"F","enum":["F","O","P"]}
					/reports/largest_orders    | clerk    | /schema         | {"type":"array","items":{"type":"string","minLength":1,"maxLength":15,"pattern":"^[^\\\\x00]+$"},"maxItems":4}
					/reports/largest_orders    | clerk    | /example        | ["Clerk#000000002"]
					/reports/largest_orders    | clerk    | /explode        | false
					/reports/largest_orders    | clerk    | /style          | "form"
					/reports/largest_orders    | most     | /description    | "The greatest total\\n\\nA number of up to 10 digits before the point and 2 after it, not less than 0.00. Not before least."
					/reports/revenue_by_month  | from     | /schema/format        | "date"
					/reports/revenue_by_month  | from     | /schema/default       | "1995-01-01"
					/reports/revenue_by_month  | from     | /schema/formatMaximum | "1998-12-31"
					/reports/revenue_by_priority | day    | /required       | true
					/reports/revenue_by_priority | day    | /schema/minItems | 1
					/reports/items_by_category | category | /schema/items/enum/2 | "Electronics"
					/reports/items_by_category | known    | /schema | {"type":"boolean","default":true}
					/customers_by_code/{keys}  | keys     | /schema         | {"type":"array","items":{"type":"string","pattern":"^[^\\\\x00]{1,16}$"},"minItems":1,"maxItems":50}
					/customers_by_code/{keys}  | keys     | /style          | "simple"
					/customers_by_code/{keys}  | keys     | /explode        | false
					/customers_by_code/{keys}  | keys     | /example        | ["AAAAAAAABAAAAAAA"]
					/customers_by_code/{keys}  | keys     | /x-max-keys     | 50
					/orders/{keys}             | keys     | /schema         | {"type":"string","pattern":"^-?[0-9]+(,-?[0-9]+){0,19}$"}
					/customers_by_code/{keys}  | keys     | /x-key-parts/0/description | "Case counts"
					/orders/{keys}             | keys     | /example        | "7"
					/stores/{keys}/record      | keys     | /example        | "AAAAAAAACAAAAAAA~1997-03-13"
					/stores/{keys}/record      | keys     | /x-key-parts/1/name | "valid_from"
					""")
	void parameterIsDescribedAsDeclared(String path, String name, String pointer, String expected) throws Exception {
		JsonNode parameter = operation(path).path("parameters")
			.valueStream()
			.filter((each) -> each.path("name").asString().equals(name))
			.findFirst()
			.orElseThrow();
		assertThat(parameter.at(pointer)).isEqualTo(this.mapper.readTree(expected));
	}

	@Test
	void keysAreDescribedWithTheirSigns() throws Exception {
		assertThat(operation("/stores/{keys}/record").at("/parameters/0/description").asString())
			.contains("up to 100", "store_id~valid_from", "valid_from: a date YYYY-MM-DD")
			.doesNotContain("is written");
		assertThat(operation("/customers_by_code/{keys}").at("/parameters/0/description").asString())
			.contains("a comma is written %2C");
	}

	private JsonNode operation(String path) throws Exception {
		return description().path("paths").path(path).path("get");
	}

	private JsonNode description() throws Exception {
		return this.mapper
			.readTree(this.mvc.get().uri("/v3/api-docs").exchange().getResponse().getContentAsByteArray());
	}

}
