"""Family names, as data: whether the last two words of a name are one family name or a middle name and one.

The most frequent ones of Spain, Mexico, Colombia and Argentina (INE, Apellidos más frecuentes; INEGI;
Registraduría Nacional), folded. People there have two; what is a given name, too, is left out.
"""

SPANISH_FAMILY_NAMES = frozenset(
    """
    acosta aguilar aguirre alonso alvarado alvarez arias avila ayala barrera becerra benitez blanco bravo
    caballero cabrera calderon calvo camacho campos cano carrasco carrillo casas castaneda castillo castro
    cervantes chavez contreras cordero cordoba coronado correa cortes cruz delgado diaz dominguez duarte
    duran escobar espinosa espinoza estrada fernandez ferrer figueroa flores fuentes gallardo gallego galvez
    garcia garrido gimenez giron gomez gonzales gonzalez guerra guerrero gutierrez guzman hernandez herrera
    herrero hidalgo hurtado ibanez iglesias jimenez juarez lara leiva lopez lorca lozano lugo luna macias
    maldonado marin marquez martinez medina mejia mendez mendoza merino miranda molina montero montes mora
    morales moreno mosquera moya munoz narvaez navarro nieto nunez ochoa ojeda olivares orozco ortega ortiz
    pacheco padilla palacios paredes parra pastor pena peralta perez pinto pizarro ponce prieto quintana
    quintero quiroga quispe ramirez ramos rangel rey reyes rios rivas rivera robles rodriguez rojas roman
    romero rosales rosas rubio ruiz saez salas salazar salgado salinas sanchez sandoval santana santos sanz
    segovia serrano sierra silva solis soria sosa soto suarez tapia tellez toledo torres trujillo uribe
    valdez valencia valenzuela vargas vasquez vazquez vega velasco velasquez vera vergara vidal villa
    villalobos villanueva villar yanez zamora zapata zuniga
    """.split()
)
