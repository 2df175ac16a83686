package dev.dataapi.customer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

import dev.dataapi.lookup.WarmUp;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Reads customers by primary key from the hybrid table.
 */
@Repository
class CustomerRepository implements WarmUp {

	private static final String SELECT = """
			/* CustomerRepository.findAll */
			SELECT C_CUSTOMER_SK, C_CUSTOMER_ID, C_CURRENT_CDEMO_SK, C_CURRENT_HDEMO_SK, C_CURRENT_ADDR_SK,
				C_FIRST_SHIPTO_DATE_SK, C_FIRST_SALES_DATE_SK, C_SALUTATION, C_FIRST_NAME, C_LAST_NAME,
				C_PREFERRED_CUST_FLAG, C_BIRTH_DAY, C_BIRTH_MONTH, C_BIRTH_YEAR, C_BIRTH_COUNTRY, C_LOGIN,
				C_EMAIL_ADDRESS, C_LAST_REVIEW_DATE
			FROM api.data.hybrid_customer
			WHERE C_CUSTOMER_SK\s""";

	/** The longest list of keys in a statement. */
	private static final int LARGEST = 128;

	private final JdbcTemplate lookups;

	CustomerRepository(@Qualifier("lookups") JdbcTemplate lookups) {
		this.lookups = lookups;
	}

	/**
	 * Reads the customers that have one of the keys, in one round trip.
	 * @param keys one key or more, each once
	 * @return the customers found, in any order
	 */
	List<Customer> findAll(List<Long> keys) {
		List<Long> padded = pad(keys);
		String condition = (padded.size() == 1) ? "= ?"
				: "IN (" + String.join(", ", Collections.nCopies(padded.size(), "?")) + ")";
		return this.lookups.query(SELECT + condition, Customer::of, padded.toArray());
	}

	@Override
	public void runEachStatement() {
		for (int size = 1; size <= LARGEST; size <<= 1) {
			findAll(LongStream.range(0, size).boxed().toList());
		}
	}

	/** To 1, 2, 4, 8 ... keys: the fewer texts there are, the more plans are reused. */
	private static List<Long> pad(List<Long> keys) {
		int size = Integer.highestOneBit(keys.size());
		size = (size == keys.size()) ? size : size << 1;
		List<Long> padded = new ArrayList<>(keys);
		padded.addAll(Collections.nCopies(size - keys.size(), keys.getLast()));
		return padded;
	}

}
