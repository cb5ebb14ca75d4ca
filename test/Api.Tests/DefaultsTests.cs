using System.Text.Json;
using Kybernet.Api.Apps.V1;
using Kybernet.Api.Autoscaling.V2;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Networking.V1;
using Kybernet.Api.Storage.V1;
using Kybernet.Machinery.Codecs;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Schema;
using Kybernet.Machinery.Values;

namespace Kybernet.Api.Tests;

public class DefaultsTests
{
    [Theory]
    [MemberData(nameof(ApiTypes.Names), MemberType = typeof(ApiTypes))]
    public void EveryDefaultOfTheSchema_IsSetOnTheEmptyRecord(string name) => ApiTypes.Use(name, new EmptyRecord());

    [Theory]
    [MemberData(nameof(ApiTypes.Names), MemberType = typeof(ApiTypes))]
    public void DefaultedRecord_DefaultedAgain_IsTheSameInstance(string name) => ApiTypes.Use(name, new Twice());

    [Fact]
    public void Deployment_Defaults_ReachItsContainers()
    {
        var bare = new PodSpec { Containers = [new() { Name = "c", LivenessProbe = new() }] };
        var spec = new Deployment { Spec = new() { Template = new() { Spec = bare } } }.WithDefaults().Spec;
        Assert.Equal((1, 10, 600, "RollingUpdate"), (spec.Replicas, spec.RevisionHistoryLimit, spec.ProgressDeadlineSeconds, spec.Strategy.Type));
        var pod = spec.Template.Spec;
        Assert.Equal(("Always", "ClusterFirst", 30L), (pod.RestartPolicy, pod.DnsPolicy, pod.TerminationGracePeriodSeconds));
        Assert.NotNull(pod.SecurityContext);
        var probe = pod.Containers[0].LivenessProbe!;
        Assert.Equal((1, 10, 1, 3), (probe.TimeoutSeconds, probe.PeriodSeconds, probe.SuccessThreshold, probe.FailureThreshold));
        Assert.Equal("File", pod.Containers[0].TerminationMessagePolicy);
    }

    [Fact]
    public void SetFields_Stay()
    {
        var made = new Deployment { Spec = new() { Replicas = 0, Strategy = new() { Type = "Recreate" } } }.WithDefaults();
        Assert.Equal((0, "Recreate"), (made.Spec.Replicas, made.Spec.Strategy.Type));
    }

    [Fact]
    public void UnchangedItems_AreShared()
    {
        var ready = new Container { Name = "a" }.WithDefaults();
        var made = new PodSpec { Containers = [ready, new() { Name = "b" }] }.WithDefaults();
        Assert.Same(ready, made.Containers[0]);
        Assert.Equal("File", made.Containers[1].TerminationMessagePolicy);
    }

    [Fact]
    public void DefaultedMessage_HasItsOwnDefaults() => Assert.Equal(
        new StatefulSetPersistentVolumeClaimRetentionPolicy { WhenDeleted = "Retain", WhenScaled = "Retain" },
        new StatefulSetSpec().WithDefaults().PersistentVolumeClaimRetentionPolicy);

    [Fact]
    public void ListsOfStringsAndOfRecords_HaveDefaults()
    {
        Assert.Equal(["Persistent"], new CSIDriverSpec().WithDefaults().VolumeLifecycleModes);
        var metric = Assert.Single(new HorizontalPodAutoscalerSpec().WithDefaults().Metrics);
        Assert.Equal(("Resource", "cpu", 80), (metric.Type, metric.Resource!.Name, metric.Resource.Target.AverageUtilization));
    }

    [Fact]
    public void AbsentParent_StaysAbsent()
    {
        Assert.Null(new IngressClassSpec().WithDefaults().Parameters);
        Assert.Equal("Cluster", new IngressClassSpec { Parameters = new() { Kind = "K" } }.WithDefaults().Parameters!.Scope);
    }

    [Theory]
    [InlineData("100m", "100m")]
    [InlineData("1500u", "2m")]
    [InlineData("1n", "1m")]
    public void ResourceAmounts_AreRoundedUpToMilli(string amount, string expected)
    {
        var made = new ResourceRequirements { Limits = [new("cpu", Quantity.Parse(amount))] };
        Assert.Equal(expected, new Container { Resources = made }.WithDefaults().Resources.Limits["cpu"].ToString());
    }

    [Fact]
    public void ObjectInterface_WithDefaults_IsTheRecordsOwn()
    {
        IObject[] bare = [new Service(), new ServiceAccount()];
        var made = bare.Select(value => value.WithDefaults()).ToArray();
        Assert.Equal("ClusterIP", Assert.IsType<Service>(made[0]).Spec.Type);
        Assert.Same(bare[1], made[1]);
        Assert.Same(made[0], made[0].WithDefaults());
    }

    [Fact]
    public void ObjectInterface_ValidateRules_ChecksTheSchemasRules()
    {
        var errors = new Machinery.Validation.FieldErrorList();
        IObject old = new Secret { Type = "Opaque" };
        ((IObject)new Secret { Type = "x/y" }).ValidateRules(errors, old);
        ((IObject)new ServiceAccount()).ValidateRules(errors, null);
        Assert.Equal("""type: Invalid value: "x/y": field is immutable""", errors.Aggregate());
    }

    private sealed class EmptyRecord : ITypeBody
    {
        public void Run<T>(SchemaType type)
            where T : class, IApiMessage<T>
        {
            var defaulted = typeof(T).GetMethod("WithDefaults")?.Invoke(T.Empty, null) as T ?? T.Empty;
            using var json = JsonDocument.Parse(ApiTypes.ToJson(defaulted, withKind: false));
            foreach (var (_, field) in ApiTypes.Schema.Members(type))
            {
                if (field.Default is not { } expected) continue;
                Assert.True(json.RootElement.TryGetProperty(field.JsonName, out var value), $"{type}.{field} has no default");
                if (expected is not "{}") Assert.Equal(expected, value.GetRawText());
            }
        }
    }

    private sealed class Twice : ITypeBody
    {
        public void Run<T>(SchemaType type)
            where T : class, IApiMessage<T>
        {
            if (typeof(T).GetMethod("WithDefaults") is not { } withDefaults) return;
            for (var seed = 1; seed <= 20; seed++)
            {
                var made = withDefaults.Invoke(ApiTypes.FromJson<T>(new RandomObject(ApiTypes.Schema, new(seed)).Json(type, withKind: false)), null);
                Assert.Same(made, withDefaults.Invoke(made, null));
            }
        }
    }
}
