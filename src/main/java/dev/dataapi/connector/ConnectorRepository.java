package dev.dataapi.connector;

import java.util.List;

import dev.dataapi.lookup.WarmUp;
import dev.dataapi.orders.ClerkYear;
import dev.dataapi.orders.DateRange;
import dev.dataapi.orders.MonthlySales;
import dev.dataapi.orders.Report;
import dev.dataapi.orders.ReportReader;
import dev.dataapi.orders.TopCustomer;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * The reports as SQL text; each names itself in a comment, so that a slow one is found in
 * QUERY_HISTORY.
 */
@Repository
class ConnectorRepository implements WarmUp {

	static final String TOP_CUSTOMERS_CACHE = "connector.top-customers";

	static final String MONTHLY_SALES_CACHE = "connector.monthly-sales";

	private static final String TOP_CUSTOMERS = """
			/* ConnectorRepository.findTopCustomers */
			SELECT o_custkey, SUM(o_totalprice) AS sum_totalprice
			FROM snowflake_sample_data.tpch_sf10.orders
			WHERE o_orderdate >= ? AND o_orderdate <= ?
			GROUP BY o_custkey
			ORDER BY sum_totalprice DESC, o_custkey
			LIMIT 10""";

	/** By a range of days, not by the year of each day: the range prunes partitions. */
	private static final String MONTHLY_SALES = """
			/* ConnectorRepository.findMonthlySales */
			SELECT o_clerk, EXTRACT(MONTH FROM o_orderdate) AS month, SUM(o_totalprice) AS sum_totalprice
			FROM snowflake_sample_data.tpch_sf10.orders
			WHERE o_clerk = ? AND o_orderdate >= ? AND o_orderdate <= ?
			GROUP BY o_clerk, EXTRACT(MONTH FROM o_orderdate)
			ORDER BY month""";

	private final JdbcTemplate reports;

	private final ReportReader reader;

	ConnectorRepository(@Qualifier("reports") JdbcTemplate reports, ReportReader reader) {
		this.reports = reports;
		this.reader = reader;
	}

	@Cacheable(cacheNames = TOP_CUSTOMERS_CACHE, sync = true)
	public Report findTopCustomers(DateRange range) {
		return this.reader
			.read(() -> this.reports.query(TOP_CUSTOMERS, TopCustomer::of, range.sqlStart(), range.sqlEnd()));
	}

	@Cacheable(cacheNames = MONTHLY_SALES_CACHE, sync = true)
	public Report findMonthlySales(ClerkYear clerkYear) {
		return this.reader.read(() -> clerkYear.days()
			.map((days) -> this.reports.query(MONTHLY_SALES, MonthlySales::of, clerkYear.clerk(), days.sqlStart(),
					days.sqlEnd()))
			.orElseGet(List::of));
	}

	@Override
	public void runEachStatement() {
		findTopCustomers(DateRange.of(null, null));
		findMonthlySales(ClerkYear.of("000000001", "1995"));
	}

}
