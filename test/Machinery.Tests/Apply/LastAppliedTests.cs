using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Tests.Apply;

public class LastAppliedTests
{
    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";

    private readonly ApplySession _thing = new();

    [Fact]
    public void Apply_ByKubectl_TakesOverWhatTheAnnotationVouchesFor()
    {
        Create("""{"replicas":1,"text":"a"}""", """{"replicas":1,"text":"a"}""");
        Assert.Equal("", _thing.Apply("kubectl", """{"replicas":2,"text":"a"}"""));
        Assert.Equal("""{"replicas":2,"text":"a"}""", _thing.Spec);
    }

    [Fact]
    public void Apply_ByAnother_Conflicts()
    {
        Create("""{"replicas":1}""", """{"replicas":1}""");
        Assert.Equal(
            "Apply failed with 1 conflict: conflict with \"client\" using test/v1: .spec.replicas", _thing.Apply("other", """{"replicas":2}"""));
    }

    [Fact]
    public void Apply_LiveValueDiffersFromAnnotation_Conflicts()
    {
        Create("""{"replicas":3,"text":"a"}""", """{"replicas":1,"text":"a"}""");
        Assert.Equal(
            "Apply failed with 1 conflict: conflict with \"client\" using test/v1: .spec.replicas",
            _thing.Apply("kubectl", """{"replicas":2,"text":"b"}"""));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"apiVersion":"other/v1","kind":"Thing","spec":{"replicas":1}}""")]
    [InlineData("")]
    public void Apply_AnnotationIsNoUse_Conflicts(string annotation)
    {
        CreateWith("""{"replicas":1}""", annotation);
        Assert.StartsWith("Apply failed with 1 conflict", _thing.Apply("kubectl", """{"replicas":2}"""));
    }

    [Fact]
    public void Apply_ByKubectl_RefreshesTheAnnotation()
    {
        Create("""{"replicas":1}""", """{"replicas":1}""");
        _thing.Apply("kubectl", """{"replicas":2}""");
        Assert.Equal(
            """{"apiVersion":"test/v1","kind":"Thing","metadata":{"name":"a","namespace":"ns"},"spec":{"replicas":2}}""" + "\n",
            _thing.Live.At("metadata", "annotations", Annotation).AsString());
    }

    [Fact]
    public void Apply_NoAnnotation_AddsNone()
    {
        _thing.Apply("kubectl", """{"replicas":2}""");
        Assert.True(_thing.Live.At("metadata", "annotations").IsNull);
    }

    private void Create(string spec, string applied) => CreateWith(spec, ApplySession.Config(applied).ToString());

    private void CreateWith(string spec, string annotation)
    {
        var value = ApplySession.Config(spec);
        var annotations = JsonValue.From(default(MapOf<JsonValue>)).With(Annotation, annotation);
        _thing.UpdateObject("client", value.With("metadata", value["metadata"].With("annotations", annotations)));
    }
}
