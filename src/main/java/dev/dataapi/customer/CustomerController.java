package dev.dataapi.customer;

import java.util.List;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.access.AccessProperties;
import dev.dataapi.cache.CacheMode;
import dev.dataapi.cache.CachedResponse;
import dev.dataapi.endpoint.Description;
import dev.dataapi.endpoint.Endpoint;
import dev.dataapi.endpoint.EndpointProvider;
import dev.dataapi.endpoint.Format;
import dev.dataapi.warehouse.Lane;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.parameters.PathParameter;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Answers customers by id.
 */
@Controller
class CustomerController implements EndpointProvider {

	private static final String PATH = "/customer/{ids}";

	private static final Description DESCRIPTION = Description.ofRecords("customer",
			"Customers by id, from the hybrid table", CustomerController::operation, Customer.class, "The customers");

	private final Endpoint<Long> customers;

	private final int maxIds;

	CustomerController(CustomerRepository repository, Lane.Lookups lane, Properties properties,
			AccessProperties access) {
		this.customers = Endpoint.of("customer", PATH, repository, lane, DESCRIPTION).with(access.customer().access());
		this.maxIds = properties.maxIds();
	}

	@GetMapping(PATH)
	CachedResponse customers(@PathVariable("ids") String ids, CacheMode mode, Format format) {
		return this.customers.array(CustomerIds.parse(ids, this.maxIds).values(), mode, format);
	}

	@Override
	public List<Endpoint<?>> endpoints() {
		return List.of(this.customers);
	}

	private static Operation operation() {
		return new Operation().operationId("customers")
			.summary("Customers by id, in the order asked for")
			.description("Each customer once, however often its id is repeated; an id without a customer "
					+ "contributes nothing.")
			.addParametersItem(new PathParameter().name("ids")
				.description("One integer, or several separated by commas")
				.schema(Description.schema("string").pattern("^ *[0-9]+ *(, *[0-9]+ *)*$"))
				.example("1885,1"));
	}

	/**
	 * The route's limits.
	 *
	 * @param maxIds how many ids one request may name
	 */
	@ConfigurationProperties("data-api.customer")
	record Properties(@DefaultValue("100") int maxIds) {

		Properties {
			InvalidSettingException.requireWithin("data-api.customer.max-ids", maxIds, 1, CustomerIds.MOST);
		}

	}

}
