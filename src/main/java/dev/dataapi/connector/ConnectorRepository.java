package dev.dataapi.connector;

import java.util.List;

import dev.dataapi.report.DateRange;
import dev.dataapi.report.MonthlySales;
import dev.dataapi.report.ReportRepository;
import dev.dataapi.report.TopCustomer;
import dev.dataapi.warehouse.Lane;
import dev.dataapi.warehouse.WarmUp;

import org.springframework.stereotype.Repository;

/**
 * The reports as SQL text; each names itself in a comment, so that a slow one is found in
 * QUERY_HISTORY.
 */
@Repository
class ConnectorRepository extends ReportRepository implements WarmUp {

	private static final String TOP_CUSTOMERS = """
			/* ConnectorRepository.findTopCustomers */
			SELECT o_custkey, SUM(o_totalprice) AS sum_totalprice
			FROM snowflake_sample_data.tpch_sf10.orders
			WHERE o_orderdate >= CAST(? AS DATE) AND o_orderdate <= CAST(? AS DATE)
			GROUP BY o_custkey
			ORDER BY sum_totalprice DESC, o_custkey
			LIMIT 10""";

	/** By a range of days, not by the year of each day: the range prunes partitions. */
	private static final String MONTHLY_SALES = """
			/* ConnectorRepository.findMonthlySales */
			SELECT o_clerk, EXTRACT(MONTH FROM o_orderdate) AS month, SUM(o_totalprice) AS sum_totalprice
			FROM snowflake_sample_data.tpch_sf10.orders
			WHERE o_clerk = ? AND o_orderdate >= CAST(? AS DATE) AND o_orderdate <= CAST(? AS DATE)
			GROUP BY o_clerk, EXTRACT(MONTH FROM o_orderdate)
			ORDER BY month""";

	ConnectorRepository(Lane.Reports lane) {
		super(lane);
	}

	@Override
	public List<TopCustomer> findTopCustomers(DateRange range) {
		return this.reports.query(TOP_CUSTOMERS, TopCustomer::of, range.sqlStart(), range.sqlEnd());
	}

	@Override
	public List<MonthlySales> findMonthlySales(String clerk, DateRange days) {
		return this.reports.query(MONTHLY_SALES, MonthlySales::of, clerk, days.sqlStart(), days.sqlEnd());
	}

	@Override
	public void runEachStatement() {
		DateRange range = DateRange.of(null, null);
		findTopCustomers(range);
		findMonthlySales("Clerk#000000001", range);
	}

}
