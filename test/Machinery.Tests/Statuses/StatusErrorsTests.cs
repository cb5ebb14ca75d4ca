using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Machinery.Tests.Statuses;

public class StatusErrorsTests
{
    [Fact]
    public void Error_ThroughStatus_IsTheSame()
    {
        var error = ApiError.NotFound(new GroupResource("apps", "deployments"), "web");
        Assert.Equal(error, error.ToStatus().ToError());
    }

    [Fact]
    public void Success_IsNoError() => Assert.Null(new Status { StatusValue = StatusErrors.Success }.ToError());
}
