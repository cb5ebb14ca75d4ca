using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.CustomResources;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Tests.CustomResources;

public sealed class NamingPlanTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void For_NamesNobodyHas_AcceptsAndEstablishes()
    {
        var planned = NamingPlan.For(New(new() { Plural = "a", Singular = "a", Kind = "A", ListKind = "AList" }), [], s_now);

        Assert.Equal(planned.Spec.Names, planned.Status.AcceptedNames);
        Assert.Equal(
            ["NamesAccepted True NoConflicts", "Established True InitialNamesAccepted"],
            planned.Status.Conditions.Select(static it => $"{it.Type} {it.Status} {it.Reason}"));
    }

    [Theory]
    [InlineData("b", "x", "x", "x", "x", "PluralConflict", "\"b\" is already in use")]
    [InlineData("x", "bs", "x", "x", "x", "SingularConflict", "\"bs\" is already in use")]
    [InlineData("x", "x", "b", "x", "x", "ShortNamesConflict", "\"b\" is already in use")]
    [InlineData("x", "x", "x", "B", "x", "KindConflict", "\"B\" is already in use")]
    [InlineData("x", "x", "x", "x", "BList", "ListKindConflict", "\"BList\" is already in use")]
    public void For_ANameOfAnother_SaysWhich(
        string plural, string singular, string shortName, string kind, string listKind, string reason, string message)
    {
        var other = New(default!) with
        {
            Status = new() { AcceptedNames = new() { Plural = "b", Singular = "bs", Kind = "B", ListKind = "BList", ShortNames = ["b"] } },
        };
        var names = new CustomResourceDefinitionNames
        {
            Plural = plural,
            Singular = singular,
            ShortNames = [shortName],
            Kind = kind,
            ListKind = listKind,
        };

        var planned = NamingPlan.For(New(names), [other], s_now);

        var accepted = planned.Status.Conditions.First(static it => it.Type == "NamesAccepted");
        Assert.Equal(("False", reason, message), (accepted.Status, accepted.Reason, accepted.Message));
        Assert.Equal("False", planned.Status.Conditions.First(static it => it.Type == "Established").Status);
    }

    [Fact]
    public void For_WhatIsPlanned_ChangesNothing()
    {
        var planned = NamingPlan.For(New(new() { Plural = "a", Singular = "a", Kind = "A", ListKind = "AList" }), [], s_now);

        Assert.Same(planned, NamingPlan.For(planned, [], s_now.AddHours(1)));
    }

    private static CustomResourceDefinition New(CustomResourceDefinitionNames? names) => new()
    {
        Metadata = new() { Name = "a.example.com" },
        Spec = new() { Group = "example.com", Names = names ?? new(), Scope = "Namespaced", Versions = ListOf<CustomResourceDefinitionVersion>.Empty },
    };
}
