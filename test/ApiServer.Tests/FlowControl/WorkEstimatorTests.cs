using Kybernet.ApiServer.FlowControl;
using Kybernet.ApiServer.FlowControl.Work;
using Kybernet.ApiServer.Http;
using Kybernet.ApiServer.Pipeline;

namespace Kybernet.ApiServer.Tests.FlowControl;

public sealed class WorkEstimatorTests
{
    [Theory]
    [InlineData("GET", "/api/v1/pods", "", 450, 0, 5, 0)]
    [InlineData("GET", "/api/v1/pods", "", 450, 3, 3, 0)]
    [InlineData("GET", "/api/v1/pods", "", 100_000, 0, 10, 0)]
    [InlineData("GET", "/api/v1/pods", "", 0, 0, 1, 0)]
    [InlineData("GET", "/api/v1/pods", "limit=50&continue=x", 450, 0, 1, 0)]
    [InlineData("GET", "/api/v1/pods", "limit=200&continue=x&labelSelector=a", 450, 0, 7, 0)]
    [InlineData("GET", "/api/v1/pods/a", "", 450, 0, 1, 0)]
    [InlineData("GET", "/api/v1/pods", "watch=1", 450, 0, 5, 0)]
    [InlineData("GET", "/api/v1/pods", "watch=1&resourceVersion=7", 450, 0, 1, 0)]
    [InlineData("GET", "/api/v1/pods", "watch=1&resourceVersion=7&sendInitialEvents=true", 450, 0, 5, 0)]
    [InlineData("PUT", "/api/v1/namespaces/a/configmaps/b", "", 450, 0, 1, 0)]
    [InlineData("PUT", "/api/v1/namespaces/a/pods/b", "", 450, 0, 1, 3)]
    [InlineData("PUT", "/api/v1/namespaces/a/pods/b", "", 450, 2, 1, 2)]
    public void Estimate_Request_IsUpstreams(string method, string path, string query, int stored, int levelSeats, int initial, int final)
    {
        var watches = new WatchCounts();
        for (var i = 0; i < 25; i++) watches.Add(RequestInfo.Parse("GET", i < 20 ? "/api/v1/pods" : "/api/v1/namespaces/a/pods", true, ""));
        watches.Add(RequestInfo.Parse("GET", "/api/v1/namespaces/b/pods", true, ""));
        watches.Add(RequestInfo.Parse("GET", "/api/v1/pods", true, "spec.nodeName=a"));
        watches.Add(RequestInfo.Parse("GET", "/api/v1/pods", true, ""))!.Dispose();
        var parameters = new QueryParameters("?" + query);

        var work = new WorkEstimator(_ => stored, watches).Estimate(
            RequestInfo.Parse(method, path, parameters.Flag("watch"), ""), parameters, levelSeats, new FlowControlMetrics().Of("l", "s"));

        Assert.Equal((initial, final), (work.InitialSeats, work.FinalSeats));
        // Fewer seats are held longer: the work stays the same.
        if (final > 0) Assert.Equal(15, final * work.AdditionalLatency.TotalMilliseconds, 3);
    }
}
