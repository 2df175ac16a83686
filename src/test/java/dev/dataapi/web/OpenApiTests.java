package dev.dataapi.web;

import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the API description with the mapped routes.
 */
@SpringBootTest
@AutoConfigureMockMvc
class OpenApiTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private JsonMapper mapper;

	@Autowired
	@Qualifier("requestMappingHandlerMapping")
	private RequestMappingHandlerMapping mappings;

	@Autowired
	private ServerProperties server;

	@Test
	void descriptionNamesExactlyTheMappedRoutes() throws Exception {
		Set<String> mapped = new TreeSet<>();
		this.mappings.getHandlerMethods().forEach((mapping, method) -> {
			if (method.getBeanType().getPackageName().startsWith("dev.dataapi")) {
				mapped.addAll(mapping.getPatternValues());
			}
		});
		assertThat(new TreeSet<>(description().path("paths").propertyNames())).isEqualTo(mapped).hasSize(8);
	}

	@Test
	void descriptionIsOpenApi31() throws Exception {
		assertThat(description().path("openapi").asString()).startsWith("3.1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/connector/customers/top10", "/snowpark/customers/top10",
			"/connector/clerk/{clerkId}/yearly_sales/{year}", "/snowpark/clerk/{clerkId}/yearly_sales/{year}",
			"/customer/{ids}" })
	void everyDataRouteDescribesItsParametersAnswerAndProblems(String path) throws Exception {
		JsonNode operation = description().path("paths").path(path).path("get");
		assertThat(operation.path("summary").asString()).isNotEmpty();
		assertThat(operation.path("parameters")).isNotEmpty().allSatisfy((parameter) -> {
			assertThat(parameter.path("description").asString()).isNotEmpty();
			assertThat(parameter.path("example").asString()).isNotEmpty();
		});
		assertThat(operation.path("responses").propertyNames()).contains("200", "400", "406", "414", "431", "500",
				"503", "504");
		assertThat(operation.at("/responses/200/content/application~1json/schema/type").asString()).isEqualTo("array");
		assertThat(operation.at("/responses/503/content/application~1problem+json/schema/$ref").asString())
			.isEqualTo("#/components/schemas/Problem");
	}

	@Test
	void customersOfABodyAreDescribedAsThoseOfTheAddress() throws Exception {
		JsonNode operation = description().at("/paths/~1customer/post");
		JsonNode keys = description().at("/components/schemas/customers.post.request/properties/keys");
		assertThat(keys.path("maxItems").asInt()).isEqualTo(10_000);
		assertThat(keys.at("/items/format").asString()).isEqualTo("int64");
		assertThat(operation.path("responses").propertyNames()).contains("200", "400", "413", "415");
		assertThat(operation.at("/responses/200"))
			.isEqualTo(description().at("/paths/~1customer~1{ids}/get/responses/200"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "TopCustomer", "MonthlySales" })
	void moneyIsDescribedAsText(String schema) throws Exception {
		JsonNode money = description().at("/components/schemas/" + schema + "/properties/SUM_TOTALPRICE");
		assertThat(money.path("type").asString()).isEqualTo("string");
		assertThat(money.path("format").asString()).isEqualTo("decimal");
	}

	@Test
	void customerIsDescribedWithItsEighteenColumns() throws Exception {
		assertThat(description().at("/components/schemas/Customer/properties").propertyNames()).hasSize(18)
			.allMatch((name) -> name.startsWith("C_"));
	}

	/** The primary key alone is never null; no column is ever left out. */
	@Test
	void customerIsDescribedWithItsNulls() throws Exception {
		JsonNode customer = description().at("/components/schemas/Customer");
		assertThat(customer.path("required").valueStream().map(JsonNode::asString))
			.containsExactlyInAnyOrderElementsOf(customer.path("properties").propertyNames());
		customer.path("properties").forEachEntry((name, column) -> {
			if (name.equals("C_CUSTOMER_SK")) {
				assertThat(column.path("type").asString()).as(name).isEqualTo("integer");
			}
			else {
				assertThat(column.path("type").valueStream().map(JsonNode::asString)).as(name)
					.contains("null")
					.containsAnyOf("string", "integer")
					.hasSize(2);
			}
		});
		assertThat(description().at("/components/schemas/TopCustomer").toString()).doesNotContain("null");
	}

	@ParameterizedTest
	@ValueSource(strings = { "start_range", "end_range" })
	void rangeIsDescribedAsADateThatMayBeEmptyOrContradictTheOtherEnd(String name) throws Exception {
		JsonNode operation = description().at("/paths/~1connector~1customers~1top10/get");
		JsonNode parameter = operation.path("parameters")
			.valueStream()
			.filter((each) -> each.path("name").asString().equals(name))
			.findFirst()
			.orElseThrow();
		assertThat(parameter.at("/schema/type").asString()).isEqualTo("string");
		assertThat(parameter.at("/schema/format").asString()).isEqualTo("date");
		assertThat(parameter.at("/schema/default").asString()).matches("1995-0[13]-[0-9]{2}");
		assertThat(parameter.path("allowEmptyValue").asBoolean()).isTrue();
		assertThat(operation.at("/responses/400/description").asString()).contains("range that ends before it begins");
	}

	@Test
	void licenceHasItsIdentifierAndTheServerIsRelative() throws Exception {
		assertThat(description().at("/info/license/identifier").asString()).isEqualTo("Apache-2.0");
		assertThat(description().at("/servers/0/url").asString()).isEqualTo("..");
	}

	@ParameterizedTest
	@ValueSource(strings = { "414", "431" })
	void limitOfARequestsHeadIsDescribed(String status) throws Exception {
		assertThat(description().at("/paths/~1customer~1{ids}/get/responses/" + status + "/description").asString())
			.contains("%,d bytes".formatted(this.server.getMaxHttpRequestHeaderSize().toBytes()));
	}

	@Test
	void uiIsServed() {
		assertThat(this.mvc.get().uri("/swagger-ui/index.html")).hasStatusOk().bodyText().contains("swagger-ui");
	}

	private JsonNode description() throws Exception {
		return this.mapper
			.readTree(this.mvc.get().uri("/v3/api-docs").exchange().getResponse().getContentAsByteArray());
	}

}
