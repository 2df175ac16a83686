package dev.dataapi.report;

import java.util.List;

import dev.dataapi.warehouse.WarmUp;

/**
 * The two reports, each read in one statement.
 */
public interface ReportRepository extends WarmUp {

	/** The ten customers who ordered for the most money, highest first. */
	List<TopCustomer> findTopCustomers(DateRange range);

	/** A clerk's sales by month. */
	List<MonthlySales> findMonthlySales(String clerk, DateRange days);

	@Override
	default void runEachStatement() {
		findTopCustomers(DateRange.of(null, null));
		findMonthlySales("Clerk#000000001", DateRange.ofYear(1995));
	}

}
