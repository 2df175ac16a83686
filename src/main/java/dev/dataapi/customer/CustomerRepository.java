package dev.dataapi.customer;

import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

import dev.dataapi.cache.Loaded;
import dev.dataapi.endpoint.BadRequestException;
import dev.dataapi.warehouse.Lane;
import dev.dataapi.warehouse.LaneSource;
import dev.dataapi.warehouse.ListSizes;
import dev.dataapi.warehouse.LookupProperties;
import dev.dataapi.warehouse.WarmUp;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Reads customers by primary key from the hybrid table.
 */
@Repository
class CustomerRepository implements LaneSource<Long, Lane.Lookups>, WarmUp {

	private static final String SELECT = """
			/* CustomerRepository.load */
			SELECT C_CUSTOMER_SK, C_CUSTOMER_ID, C_CURRENT_CDEMO_SK, C_CURRENT_HDEMO_SK, C_CURRENT_ADDR_SK,
				C_FIRST_SHIPTO_DATE_SK, C_FIRST_SALES_DATE_SK, C_SALUTATION, C_FIRST_NAME, C_LAST_NAME,
				C_PREFERRED_CUST_FLAG, C_BIRTH_DAY, C_BIRTH_MONTH, C_BIRTH_YEAR, C_BIRTH_COUNTRY, C_LOGIN,
				C_EMAIL_ADDRESS, C_LAST_REVIEW_DATE
			FROM api.data.hybrid_customer
			WHERE C_CUSTOMER_SK\s""";

	private final JdbcTemplate lookups;

	private final JsonMapper mapper;

	CustomerRepository(Lane.Lookups lane, JsonMapper mapper) {
		this.lookups = lane.statements();
		this.mapper = mapper;
	}

	@Override
	public void load(List<Long> keys, Loaded<Long> loaded) {
		read(keys, (customer) -> loaded.value(customer.key(), this.mapper.writeValueAsBytes(customer)));
	}

	private void read(List<Long> keys, Consumer<Customer> customers) {
		List<Long> padded = ListSizes.padded(keys);
		String condition = (padded.size() == 1) ? "= ?"
				: "IN (" + String.join(", ", Collections.nCopies(padded.size(), "?")) + ")";
		this.lookups.query(SELECT + condition, (row) -> {
			customers.accept(Customer.of(row));
		}, padded.toArray());
	}

	@Override
	public List<Long> keys(String text) {
		return BadRequestException.asArgument(() -> CustomerIds.parse(text, CustomerIds.MOST).values());
	}

	@Override
	public void runEachStatement() {
		for (int size : ListSizes.upTo(LookupProperties.LARGEST_BATCH)) {
			read(LongStream.range(0, size).boxed().toList(), (customer) -> {
			});
		}
	}

}
