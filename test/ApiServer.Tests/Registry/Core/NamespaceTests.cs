using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Namespaces;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Tests.Registry.Core;

public class NamespaceTests
{
    private static readonly NamespaceStrategy s_strategy = new();

    private static readonly PatchedKind<Namespace> s_kind =
        new(s_strategy, """{"metadata":{"name":"team"},"spec":{"finalizers":["kubernetes"]},"status":{"phase":"Active"}}""");

    [Theory]
    [InlineData("{}", "")]
    [InlineData("{'spec':{'finalizers':['kubernetes','example.com/x']}}", "")]
    [InlineData(
        "{'spec':{'finalizers':['mine']}}", "spec.finalizers: Invalid value: \"mine\": name is neither a standard finalizer name nor")]
    [InlineData(
        "{'spec':{'finalizers':['a b/c']}}", "spec.finalizers: Invalid value: \"a b/c\": prefix part a lowercase RFC 1123 subdomain")]
    public void Create_Finalizers_AreQualified(string patch, string expected) => Assert.StartsWith(expected, s_kind.Create(patch));

    [Theory]
    [InlineData(
        "{'status':{'phase':'Terminating'}}",
        "status.Phase: Invalid value: \"Terminating\": may only be 'Active' if `deletionTimestamp` is empty")]
    [InlineData(
        "{'metadata':{'deletionTimestamp':'2026-01-01T00:00:00Z'}}",
        "status.Phase: Invalid value: \"Active\": may only be 'Terminating' if `deletionTimestamp` is not empty")]
    public void UpdateStatus_Phase_FollowsDeletion(string patch, string expected) => Assert.Equal(expected, s_kind.UpdateStatus(patch));

    [Fact]
    public void PrepareForCreate_AddsFinalizerAndPhase()
    {
        var made = s_strategy.PrepareForCreate(s_kind.With("{'spec':{'finalizers':['a/b']},'status':{'phase':'Terminating'}}"), PatchedKind<Namespace>.Context);
        Assert.Equal<ListOf<string>>(["a/b", "kubernetes"], made.Spec.Finalizers);
        Assert.Equal("Active", made.Status.Phase);
    }

    [Fact]
    public void PrepareForUpdate_KeepsFinalizersAndStatus()
    {
        var changed = s_kind.With("{'spec':{'finalizers':[]},'status':{'phase':'Terminating'}}");
        Assert.Equal(s_kind.With(), s_strategy.PrepareForUpdate(changed, s_kind.With(), PatchedKind<Namespace>.Context));
    }

    [Fact]
    public void Finalization_Names_AreIndexed()
    {
        var errors = new FieldErrorList();
        s_strategy.Finalization.ValidateUpdate(s_kind.With("{'spec':{'finalizers':['kubernetes','x']}}"), s_kind.With(), errors);
        Assert.StartsWith("spec.finalizers[1]: Invalid value", Assert.Single(errors).ToString());
    }

    [Fact]
    public void Default_Named_HasNameLabel()
    {
        Assert.Equal("team", s_strategy.Default(s_kind.With()).Metadata.Labels[NamespaceStrategy.NameLabel]);
        Assert.True(s_strategy.Default(s_kind.With("{'metadata':{'name':null}}")).Metadata.Labels.IsEmpty);
        var labelled = s_strategy.Default(s_kind.With());
        Assert.Same(labelled, s_strategy.Default(labelled));
    }

    [Theory]
    [InlineData("team-1", true)]
    [InlineData("team.one", false)]
    public void CheckName_IsLabel(string name, bool isValid) => Assert.Equal(isValid, s_strategy.CheckName(name, false).IsEmpty);
}
