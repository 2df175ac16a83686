package dev.dataapi.customer;

import java.util.stream.LongStream;

import dev.dataapi.cache.Loaded;
import dev.dataapi.warehouse.MockedLanes;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.BDDMockito.then;

/**
 * Tests for {@link CustomerController}.
 */
@WebMvcTest(controllers = CustomerController.class,
		properties = { "data-api.customer.max-ids=3", "data-api.cache.ttl=0" })
@Import(MockedLanes.class)
@EnableConfigurationProperties(CustomerController.Properties.class)
class CustomerControllerTests {

	private static final String JAVIER = """
			{"C_CUSTOMER_SK":1,"C_CUSTOMER_ID":"AAAAAAAABAAAAAAA","C_CURRENT_CDEMO_SK":980124,"C_CURRENT_HDEMO_SK":7135,\
			"C_CURRENT_ADDR_SK":null,"C_FIRST_SHIPTO_DATE_SK":2452238,"C_FIRST_SALES_DATE_SK":2452208,"C_SALUTATION":"Mr.",\
			"C_FIRST_NAME":"Javier","C_LAST_NAME":null,"C_PREFERRED_CUST_FLAG":"Y","C_BIRTH_DAY":9,"C_BIRTH_MONTH":12,\
			"C_BIRTH_YEAR":1936,"C_BIRTH_COUNTRY":"CHILE","C_LOGIN":null,"C_EMAIL_ADDRESS":"Javier.Lewis@VFAxlnZEvOx.org",\
			"C_LAST_REVIEW_DATE":"2452508"}""";

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private JsonMapper mapper;

	@MockitoBean
	private CustomerRepository repository;

	@Test
	void customersWhenOneIsFoundSendsAllColumnsInOrderWithTheirNulls() {
		found(1);
		assertThat(this.mvc.get().uri("/customer/1")).hasStatusOk()
			.hasContentType(MediaType.APPLICATION_JSON)
			.bodyText()
			.isEqualTo("[" + JAVIER + "]");
	}

	@Test
	void customersWhenSeveralAreFoundKeepsTheOrderAskedFor() {
		found(1, 2);
		assertThat(this.mvc.get().uri("/customer/{ids}", "2, 1,2")).hasStatusOk()
			.bodyJson()
			.extractingPath("$[*].C_CUSTOMER_SK")
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.containsExactly(2, 1);
	}

	@Test
	void customersWhenNoneIsFoundAnswersAnEmptyArray() {
		assertThat(this.mvc.get().uri("/customer/999999999")).hasStatusOk().bodyText().isEqualTo("[]");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "1,|Part 2 of ids", "x|Part 1 of ids", "-1|Part 1 of ids", "1,2,3,4|at most 3" })
	void customersWhenIdsCannotBeReadAnswers400WithoutAQuery(String ids, String detail) {
		assertThat(this.mvc.get().uri("/customer/{ids}", ids)).hasStatus(HttpStatus.BAD_REQUEST)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.convertTo(InstanceOfAssertFactories.MAP)
			.containsEntry("error", "Invalid customer IDs.")
			.hasEntrySatisfying("detail", (value) -> assertThat((String) value).contains(detail));
		then(this.repository).shouldHaveNoInteractions();
	}

	@Test
	void customersWhenWarehouseIsUnreachableAnswers503() {
		willThrow(new DataAccessResourceFailureException("secret-host")).given(this.repository).load(any(), any());
		assertThat(this.mvc.get().uri("/customer/1")).hasStatus(HttpStatus.SERVICE_UNAVAILABLE)
			.containsHeader("Retry-After")
			.bodyText()
			.doesNotContain("secret-host");
	}

	private void found(long... keys) {
		willAnswer((call) -> {
			Loaded<Long> loaded = call.getArgument(1);
			LongStream.of(keys).forEach((key) -> loaded.value(key, json(javier(key))));
			return null;
		}).given(this.repository).load(any(), any());
	}

	@Test
	void customersWhenCallerAcceptsNoJsonAnswers406AsJson() {
		assertThat(this.mvc.get().uri("/customer/1").accept(MediaType.APPLICATION_XML))
			.hasStatus(HttpStatus.NOT_ACCEPTABLE)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	void customersWhenMethodIsNotAllowedAnswers405() {
		assertThat(this.mvc.post().uri("/customer/1")).hasStatus(HttpStatus.METHOD_NOT_ALLOWED)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.containsHeader("Allow");
	}

	@Test
	void customersOfABodyAreThoseOfTheAddress() {
		found(1, 2);
		assertThat(post("{\"keys\": [2, 1, 2]}")).hasStatusOk()
			.hasContentType(MediaType.APPLICATION_JSON)
			.bodyJson()
			.extractingPath("$[*].C_CUSTOMER_SK")
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.containsExactly(2, 1);
	}

	@Test
	void customersOfABodyBeyond64BitsAreNone() {
		assertThat(post("{\"keys\": [9223372036854775808]}")).hasStatusOk().bodyText().isEqualTo("[]");
		then(this.repository).shouldHaveNoInteractions();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"{\"keys\": [1, \"2\"]}|Invalid customer IDs.|Key 2 must be a customer id, an integer that is not negative, as a JSON number, not '\"2\"'.",
			"{\"keys\": [-1]}|Invalid customer IDs.|Key 1 must be a customer id, an integer that is not negative, as a JSON number, not '-1'.",
			"{\"keys\": [1.0]}|Invalid customer IDs.|Key 1 must be a customer id, an integer that is not negative, as a JSON number, not '1.0'.",
			"{\"keys\": [[1]]}|Invalid customer IDs.|Key 1 must be a customer id, an integer that is not negative, as a JSON number, not a list.",
			"{\"keys\": [1, 2, 3, 4]}|Invalid keys.|More than 3 keys are asked for, which is the most that a request may have.",
			"{\"keys\": []}|Invalid keys.|keys is missing or empty: a body is {\"keys\": [...]} with 1 to 3 keys.",
			"{\"ids\": [1]}|Invalid ids.|'ids' is not a parameter here: keys is.",
			"{\"keys\": [1|Invalid body.|The body is not JSON in line 1, column 12." })
	void customersWhenABodyCannotBeReadAnswers400WithoutAQuery(String body, String error, String detail) {
		assertThat(post(body)).hasStatus(HttpStatus.BAD_REQUEST)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.convertTo(InstanceOfAssertFactories.MAP)
			.containsEntry("error", error)
			.containsEntry("detail", detail);
		then(this.repository).shouldHaveNoInteractions();
	}

	/** As in the original service. */
	@Test
	void pathWithoutIdsIsUnknownToReaders() {
		assertThat(this.mvc.get().uri("/customer")).hasStatus(HttpStatus.NOT_FOUND)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.convertTo(InstanceOfAssertFactories.MAP)
			.containsEntry("error", "Not found!");
		assertThat(this.mvc.put().uri("/customer")).hasStatus(HttpStatus.METHOD_NOT_ALLOWED).containsHeader("Allow");
	}

	private MvcTestResult post(String body) {
		return this.mvc.post().uri("/customer").contentType(MediaType.APPLICATION_JSON).content(body).exchange();
	}

	private byte[] json(Customer customer) {
		return this.mapper.writeValueAsBytes(customer);
	}

	private static Customer javier(long key) {
		return new Customer(key, "AAAAAAAABAAAAAAA", 980124L, 7135L, null, 2452238L, 2452208L, "Mr.", "Javier", null,
				"Y", 9L, 12L, 1936L, "CHILE", null, "Javier.Lewis@VFAxlnZEvOx.org", "2452508");
	}

}
