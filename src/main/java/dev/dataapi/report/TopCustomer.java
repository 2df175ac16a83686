package dev.dataapi.report;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A customer among the ten who ordered for the most money.
 *
 * @param customerKey the customer's key in the orders
 * @param totalPrice the sum of the orders, exact, with two decimals
 */
public record TopCustomer(@JsonProperty("O_CUSTKEY") @Schema(example = "1114102") long customerKey,
		@JsonProperty("SUM_TOTALPRICE") @JsonFormat(shape = JsonFormat.Shape.STRING) @Schema(type = "string",
				format = "decimal", pattern = "^-?[0-9]+\\.[0-9]{2}$", example = "2135098.37") BigDecimal totalPrice) {

	public TopCustomer {
		totalPrice = totalPrice.setScale(2);
	}

	/** Maps a row of {@code O_CUSTKEY, SUM_TOTALPRICE}. */
	public static TopCustomer of(ResultSet row, int number) throws SQLException {
		return new TopCustomer(row.getLong(1), row.getBigDecimal(2));
	}

}
