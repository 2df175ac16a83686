package dev.dataapi.warehouse.embedded;

import java.math.BigDecimal;

/** TPC-H's scale factor as people write it. */
final class ScaleFactor {

	private ScaleFactor() {
	}

	/** {@code 0.1} or {@code 10}, never {@code 10.0} or {@code 1.0E-3}. */
	static String text(double scaleFactor) {
		return BigDecimal.valueOf(scaleFactor).stripTrailingZeros().toPlainString();
	}

}
