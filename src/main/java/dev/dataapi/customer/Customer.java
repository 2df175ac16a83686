package dev.dataapi.customer;

import java.sql.ResultSet;
import java.sql.SQLException;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code api.data.hybrid_customer}, named in JSON as its columns are.
 */
record Customer(@JsonProperty("C_CUSTOMER_SK") long key, @JsonProperty("C_CUSTOMER_ID") @Nullable String id,
		@JsonProperty("C_CURRENT_CDEMO_SK") @Nullable Long currentDemographics,
		@JsonProperty("C_CURRENT_HDEMO_SK") @Nullable Long currentHouseholdDemographics,
		@JsonProperty("C_CURRENT_ADDR_SK") @Nullable Long currentAddress,
		@JsonProperty("C_FIRST_SHIPTO_DATE_SK") @Nullable Long firstShipToDate,
		@JsonProperty("C_FIRST_SALES_DATE_SK") @Nullable Long firstSalesDate,
		@JsonProperty("C_SALUTATION") @Nullable String salutation,
		@JsonProperty("C_FIRST_NAME") @Nullable String firstName,
		@JsonProperty("C_LAST_NAME") @Nullable String lastName,
		@JsonProperty("C_PREFERRED_CUST_FLAG") @Nullable String preferred,
		@JsonProperty("C_BIRTH_DAY") @Nullable Long birthDay, @JsonProperty("C_BIRTH_MONTH") @Nullable Long birthMonth,
		@JsonProperty("C_BIRTH_YEAR") @Nullable Long birthYear,
		@JsonProperty("C_BIRTH_COUNTRY") @Nullable String birthCountry, @JsonProperty("C_LOGIN") @Nullable String login,
		@JsonProperty("C_EMAIL_ADDRESS") @Nullable String emailAddress,
		@JsonProperty("C_LAST_REVIEW_DATE") @Nullable String lastReviewDate) {

	/** Maps a row of {@link CustomerRepository}'s statement. */
	static Customer of(ResultSet row) throws SQLException {
		return new Customer(row.getLong(1), row.getString(2), integer(row, 3), integer(row, 4), integer(row, 5),
				integer(row, 6), integer(row, 7), row.getString(8), row.getString(9), row.getString(10),
				row.getString(11), integer(row, 12), integer(row, 13), integer(row, 14), row.getString(15),
				row.getString(16), row.getString(17), row.getString(18));
	}

	private static @Nullable Long integer(ResultSet row, int column) throws SQLException {
		long value = row.getLong(column);
		return row.wasNull() ? null : value;
	}

}
