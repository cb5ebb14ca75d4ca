using Kybernet.Api.Core.V1;
using Kybernet.Controllers.VolumeProtection;
using Kybernet.Machinery.Meta;
using Kybernet.Testing;

namespace Kybernet.Controllers.Tests.VolumeProtection;

public sealed class VolumeProtectionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Delete_Claim_GoesWhenNoPodUsesIt()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var host = ControllerHost.Start(cluster, Cancel, VolumeProtectionControllers.CreateForClaims);
        await cluster.ApplyAsync("""
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: data, namespace: default}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: user, namespace: default}
            spec:
              nodeName: node
              terminationGracePeriodSeconds: 0
              containers: [{name: c, image: i}]
              volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]
            """, Cancel);

        await cluster.EventuallyAsync<PersistentVolumeClaim>("default/data", static claim => !claim.Metadata.Finalizers.IsEmpty, Cancel);

        await cluster.Client.DeleteAsync<PersistentVolumeClaim>(new("default", "data"), DeleteOptions.Empty, Cancel);
        var kept = await cluster.EventuallyAsync<PersistentVolumeClaim>("default/data", static claim => claim.Metadata.IsBeingDeleted, Cancel);
        Assert.Contains("kubernetes.io/pvc-protection", kept.Metadata.Finalizers);

        await cluster.Client.DeleteAsync<Pod>(new("default", "user"), new() { GracePeriodSeconds = 0 }, Cancel);
        while ((await cluster.Client.GetAsync<PersistentVolumeClaim>(new("default", "data"), Cancel)).Error is not { IsNotFound: true }) await Task.Yield();
    }
}
