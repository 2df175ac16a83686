package dev.dataapi.customer;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.cache.CacheMode;
import dev.dataapi.cache.CachedResponse;
import dev.dataapi.cache.ReadThroughCache;
import dev.dataapi.warehouse.Lane;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers customers by id.
 */
@RestController
@Tag(name = "customer", description = "Customers by id, from the hybrid table")
class CustomerController {

	private final ReadThroughCache<Long> customers;

	private final int maxIds;

	CustomerController(CustomerRepository repository, Lane.Lookups lane, Properties properties) {
		this.customers = lane.cache("customer", repository);
		this.maxIds = properties.maxIds();
	}

	@Operation(summary = "Customers by id, in the order asked for",
			description = "Each customer once, however often its id is repeated; an id without a customer "
					+ "contributes nothing.")
	@GetMapping(path = "/customer/{ids}", produces = MediaType.APPLICATION_JSON_VALUE)
	@ApiResponse(responseCode = "200", description = "The customers",
			content = @Content(array = @ArraySchema(schema = @Schema(implementation = Customer.class))))
	CachedResponse customers(@Parameter(description = "One integer, or several separated by commas",
			schema = @Schema(type = "string", pattern = "^ *[0-9]+ *(, *[0-9]+ *)*$"),
			example = "1885,1") @PathVariable("ids") String ids, @Parameter(hidden = true) CacheMode mode) {
		return this.customers.array(CustomerIds.parse(ids, this.maxIds).values(), mode);
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
