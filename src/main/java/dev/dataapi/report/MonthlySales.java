package dev.dataapi.report;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What a clerk sold in one month.
 *
 * @param clerk the clerk as the orders name it
 * @param month the month, 1 to 12
 * @param totalPrice the sum of the orders, exact, with two decimals
 */
public record MonthlySales(@JsonProperty("O_CLERK") @Schema(example = "Clerk#000000002") String clerk,
		@JsonProperty("MONTH") @Schema(minimum = "1", maximum = "12", example = "1") int month,
		@JsonProperty("SUM_TOTALPRICE") @JsonFormat(shape = JsonFormat.Shape.STRING) @Schema(type = "string",
				format = "decimal", pattern = "^-?[0-9]+\\.[0-9]{2}$", example = "2135098.37") BigDecimal totalPrice) {

	public MonthlySales {
		totalPrice = totalPrice.setScale(2);
	}

	/** Maps a row of {@code O_CLERK, MONTH, SUM_TOTALPRICE}. */
	public static MonthlySales of(ResultSet row, int number) throws SQLException {
		return new MonthlySales(row.getString(1), row.getInt(2), row.getBigDecimal(3));
	}

}
