package dev.dataapi.report;

import java.util.List;

import dev.dataapi.warehouse.Lane;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The two reports, each read in one statement.
 */
public abstract class ReportRepository {

	/** Runs statements on the pool of reports. */
	protected final JdbcTemplate reports;

	protected ReportRepository(Lane.Reports lane) {
		this.reports = lane.statements();
	}

	/** The ten customers who ordered for the most money, highest first. */
	public abstract List<TopCustomer> findTopCustomers(DateRange range);

	/** A clerk's sales by month. */
	public abstract List<MonthlySales> findMonthlySales(String clerk, DateRange days);

}
