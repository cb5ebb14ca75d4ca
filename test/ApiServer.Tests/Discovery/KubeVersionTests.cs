using Kybernet.ApiServer.Discovery;

namespace Kybernet.ApiServer.Tests.Discovery;

public class KubeVersionTests
{
    private static readonly string[] s_names = ["v1", "v10beta3", "foo10", "v12alpha1", "v10", "v3beta1", "v1rc1", "v11alpha2", "foo1", "v11beta2", "v2"];

    [Fact]
    public void NewestFirst_Names_StableBeforeBetaBeforeAlphaBeforeOthers() => Assert.Equal(
        ["v10", "v2", "v1", "v11beta2", "v10beta3", "v3beta1", "v12alpha1", "v11alpha2", "foo1", "foo10", "v1rc1"],
        s_names.Order(KubeVersion.NewestFirst));
}
