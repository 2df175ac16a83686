package dev.dataapi.customer;

import java.math.BigDecimal;
import java.util.List;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.access.AccessProperties;
import dev.dataapi.cache.CacheMode;
import dev.dataapi.cache.CachedResponse;
import dev.dataapi.endpoint.Description;
import dev.dataapi.endpoint.Endpoint;
import dev.dataapi.endpoint.EndpointProvider;
import dev.dataapi.endpoint.Format;
import dev.dataapi.endpoint.JsonBody;
import dev.dataapi.warehouse.Lane;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.PathParameter;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.NoHandlerFoundException;

/**
 * Answers customers by id.
 */
@Controller
class CustomerController implements EndpointProvider {

	private static final String PATH = "/customer/{ids}";

	private static final int IN_ADDRESS = 100;

	/** Takes ids in a body. */
	private static final String POSTED = "/customer";

	private final Endpoint<Long> customers;

	private final Properties properties;

	private final JsonMapper mapper;

	CustomerController(CustomerRepository repository, Lane.Lookups lane, Properties properties, AccessProperties access,
			JsonMapper mapper) {
		Description description = Description
			.ofRecords("customer", "Customers by id, from the hybrid table", () -> operation().addParametersItem(ids()),
					Customer.class, "The customers")
			.with(new Description.Posted(POSTED, () -> Description.post(operation(), body(properties.inBody()))));
		this.customers = Endpoint.of("customer", PATH, repository, lane, description).with(access.customer().access());
		this.properties = properties;
		this.mapper = mapper;
	}

	@GetMapping(PATH)
	CachedResponse customers(@PathVariable("ids") String ids, CacheMode mode, Format format) {
		return this.customers.array(CustomerIds.parse(ids, this.properties.inAddress()).values(), mode, format);
	}

	@PostMapping(path = POSTED, consumes = MediaType.APPLICATION_JSON_VALUE)
	CachedResponse customers(HttpServletRequest request, CacheMode mode, Format format) {
		CustomerIds ids = JsonBody.read(request, this.mapper,
				(body) -> CustomerIds.read(body, this.properties.inBody()));
		return this.customers.array(ids.values(), mode, format);
	}

	/** To readers a path without ids stays unknown, as in the original service. */
	@GetMapping(POSTED)
	CachedResponse nothing() throws NoHandlerFoundException {
		throw new NoHandlerFoundException(HttpMethod.GET.name(), POSTED, new HttpHeaders());
	}

	@Override
	public List<Endpoint<?>> endpoints() {
		return List.of(this.customers);
	}

	private static Operation operation() {
		return new Operation().operationId("customers")
			.summary("Customers by id, in the order asked for")
			.description("Each customer once, however often its id is repeated; an id without a customer "
					+ "contributes nothing.");
	}

	private static Parameter ids() {
		return new PathParameter().name("ids")
			.description("One integer, or several separated by commas")
			.schema(Description.schema("string").pattern("^ *[0-9]+ *(, *[0-9]+ *)*$"))
			.example("1885,1");
	}

	private static Schema<?> body(int max) {
		Schema<Integer> id = new Schema<>(SpecVersion.V31);
		id.typesItem("integer").format("int64").minimum(BigDecimal.ZERO);
		id.addExample(1885);
		return Description.keys(id, max);
	}

	/**
	 * The route's limits.
	 *
	 * @param maxIds how many ids one request may name, in its address and in its body;
	 * unless set, a body may name more than an address
	 */
	@ConfigurationProperties("data-api.customer")
	record Properties(@Nullable Integer maxIds) {

		Properties {
			InvalidSettingException.requireWithin("data-api.customer.max-ids", maxIds, 1, CustomerIds.MOST,
					"from 1 to " + CustomerIds.MOST);
		}

		int inAddress() {
			return (this.maxIds != null) ? this.maxIds : IN_ADDRESS;
		}

		int inBody() {
			return (this.maxIds != null) ? this.maxIds : CustomerIds.MOST;
		}

	}

}
